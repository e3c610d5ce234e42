/// The short name of a labour-market region (arbeidsmarktregio), stable over the years: `rijnmond`, `groot-amsterdam`.
///
/// Invariant: 2 to 40 characters, lower-case ASCII letters, digits and single hyphens, beginning and ending with a
/// letter or digit. CBS codes change with the yearly division, so our own slug is the key.
package struct RegionCode: Hashable, Sendable, Comparable, CustomStringConvertible {
    package enum Invalid: Error, Hashable { case wrongLength, wrongCharacter }

    package let slug: String
    package var description: String { slug }

    /// - Throws: `Invalid.wrongLength` or `Invalid.wrongCharacter`.
    package init(_ text: String) throws(Invalid) {
        guard (2...40).contains(text.utf8.count) else { throw .wrongLength }
        var previous = UInt8(ascii: "-")
        for byte in text.utf8 {
            let hyphen = byte == UInt8(ascii: "-")
            guard hyphen || (97...122).contains(byte) || (48...57).contains(byte) else { throw .wrongCharacter }
            guard !(hyphen && previous == byte) else { throw .wrongCharacter }
            previous = byte
        }
        guard previous != UInt8(ascii: "-") else { throw .wrongCharacter }
        slug = text
    }

    package static func < (left: RegionCode, right: RegionCode) -> Bool { left.slug < right.slug }
}
