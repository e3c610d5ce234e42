/// Base64 in the alphabet for names, without padding (RFC 4648 §5), as JOSE writes it.
package enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    /// By the character: its six bits, or `none`.
    private static let values = {
        var values = [UInt8](repeating: none, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()
    private static let none = UInt8.max

    /// `bytes` as text.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        let alphabet = alphabet
        let length = (bytes.count * 8 + 5) / 6
        return unsafe String(unsafeUninitializedCapacity: length) { text in
            var bits: UInt32 = 0
            var count: UInt32 = 0
            var place = 0
            for byte in bytes {
                bits = bits << 8 | UInt32(byte)
                count += 8
                while count >= 6 {
                    count -= 6
                    unsafe text[place] = alphabet[Int(bits >> count & 63)]
                    place += 1
                }
            }
            if count > 0 { unsafe text[place] = alphabet[Int(bits << (6 - count) & 63)] }
            return length
        }
    }

    /// The bytes that `text` spells, or nil. Each byte string has one spelling: padding, white space, the other
    /// alphabet and bits beyond the last byte are refused, so that nobody can alter a token and leave its meaning.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let characters = Array(text.utf8)
        let values = values
        // One character alone is six bits of a byte.
        guard characters.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count * 3 / 4)
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for character in characters {
            let value = values[Int(character)]
            guard value != none else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return bits & (1 << count - 1) == 0 ? bytes : nil
    }
}
