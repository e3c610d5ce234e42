import Domain
import Foundation

/// What handles and references hold, as bytes: a kind, whom they name and for how long, and short texts. Its length
/// depends on the texts only.
struct PackedGrant {
    /// Longest text, in bytes; what is longer is cut off, and so never equals what it was.
    private static let textBytes = 255
    private static let headBytes = 33

    let kind: UInt8
    let profile: ProfileID
    let generation: Int
    /// In whole seconds.
    let expires: Date
    let texts: [String]

    var bytes: [UInt8] {
        var bytes = [kind] + profile.bytes
        bytes += [UInt8](bigEndian: UInt64(generation))
        bytes += [UInt8](bigEndian: UInt64(max(0, expires.timeIntervalSince1970)))
        for text in texts {
            let utf8 = Array(text.utf8.prefix(Self.textBytes))
            bytes.append(UInt8(utf8.count))
            bytes += utf8
        }
        return bytes
    }
}

extension PackedGrant {
    /// What `bytes` hold, if that is `count` texts.
    init?(_ bytes: [UInt8], texts count: Int) {
        guard bytes.count > Self.headBytes, let profile = ProfileID(bytes: bytes[1..<17]) else { return nil }
        var texts: [String] = []
        var index = Self.headBytes
        while index < bytes.count {
            let end = index + 1 + Int(bytes[index])
            guard end <= bytes.count else { return nil }
            texts.append(String(decoding: bytes[index + 1..<end], as: UTF8.self))
            index = end
        }
        guard texts.count == count else { return nil }
        self.init(
            kind: bytes[0], profile: profile, generation: Int(bytes[17..<25].bigEndianValue),
            expires: Date(timeIntervalSince1970: TimeInterval(bytes[25..<33].bigEndianValue)), texts: texts)
    }
}
