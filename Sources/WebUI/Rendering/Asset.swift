import Foundation

/// A file that pages refer to: its address changes with its content, so it may be kept for a year.
package struct Asset: Hashable, Sendable {
    /// The header that a server gives with it.
    package static let cacheControl = "public, max-age=31536000, immutable"

    /// Where pages look for it: `/bestanden/style-0123456789abcdef.css`.
    package let path: String
    package let mediaType: String
    package let bytes: [UInt8]

    init(_ file: URL, mediaType: String) throws {
        bytes = Array(try Data(contentsOf: file))
        self.mediaType = mediaType
        let name = file.deletingPathExtension().lastPathComponent
        path = "/bestanden/\(name)-\(Self.fingerprint(of: bytes)).\(file.pathExtension)"
    }

    /// FNV-1a of 64 bits: tells versions of our own files apart; nothing is protected by it.
    private static func fingerprint(of bytes: [UInt8]) -> String {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
