package import Foundation

extension UUID {
    /// A fresh one of version 4 (RFC 9562 §5.4), from the system's random numbers.
    ///
    /// Foundation's own opens a file for them: in a process that has no file left to open it gives the same one, all
    /// zeros, again and again. The house rules keep it out of the sources.
    package static func random() -> UUID {
        var bytes = [UInt8].random(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        return unsafe bytes.withUnsafeBytes { unsafe UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
