import Domain

/// A region's own line as the asking region gets it, past the gateway: what it counted, which hits it sent in which
/// order, and the seal over all of that.
package struct RegionLine: Sendable {
    /// Of an HMAC-SHA-256 in base64url.
    package static let sealCharacters = 43

    package let header: NodeAnswerHeader
    /// Whether the region has more after its last hit.
    package let more: Bool
    /// The ordered hits, as the region wrote them.
    package let list: String
    package let seal: String
    /// The bytes under the seal.
    package let sealed: ArraySlice<UInt8>
}

extension RegionLine {
    private static let sealKey = Array(#","zegel":""#.utf8)
    private static let end = Array("\"}".utf8)

    /// Reads a region's line without its end.
    ///
    /// - Throws: `AnswerFault`: malformed, or the seal is not its last member.
    static func read(_ bytes: ArraySlice<UInt8>, line: Int) throws(AnswerFault) -> RegionLine {
        let tree = try Tree.read(bytes, line: line)
        let header = try NodeAnswerJSON.header(tree, line: line)
        guard let more = tree["meer"]?.flag, let list = tree["lijst"]?.text, let seal = tree["zegel"]?.text,
            bytes.suffix(end.count).elementsEqual(end), seal.utf8.count == sealCharacters
        else { throw AnswerFault(line: line, reason: "a region's own line has no list or seal") }
        let rest = sealKey.count + sealCharacters + end.count
        let sealed = bytes.dropLast(rest)
        guard bytes[sealed.endIndex...].starts(with: sealKey) else {
            throw AnswerFault(line: line, reason: "a region's seal is not the last of its line")
        }
        return RegionLine(header: header, more: more, list: list, seal: seal, sealed: sealed)
    }
}
