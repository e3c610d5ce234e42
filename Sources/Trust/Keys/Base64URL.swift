/// Base64 in the alphabet for names, without padding (RFC 4648 §5), as JOSE writes it.
package enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// `bytes` as text.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        let length = (bytes.count * 8 + 5) / 6
        return unsafe String(unsafeUninitializedCapacity: length) { text in
            for place in 0..<length {
                // Six bits, from one byte or from two.
                let bit = place * 6
                let pair = UInt16(bytes[bit / 8]) << 8 | (bit / 8 + 1 < bytes.count ? UInt16(bytes[bit / 8 + 1]) : 0)
                unsafe text[place] = alphabet[Int(pair >> (10 - bit % 8)) & 63]
            }
            return length
        }
    }

    /// The bytes that `text` spells, or nil. Each byte string has one spelling: padding, white space, the other
    /// alphabet and bits beyond the last byte are refused, so that nobody can alter a token and leave its meaning.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        // Bits that make no whole byte yet, and how many.
        var rest: UInt32 = 0
        var count = 0
        for character in text.utf8 {
            let value = values[Int(character)]
            guard value < 64 else { return nil }
            rest = (rest << 6 | UInt32(value)) & 0xFFFF
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: rest >> UInt32(count)))
        }
        // A lone character spells no byte, and bits beyond the last byte must be none.
        guard count < 6, rest & (1 << UInt32(count) - 1) == 0 else { return nil }
        return bytes
    }

    /// Of each byte the place in the alphabet; 64 for one that is not in it.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 64, count: 256)
        for (place, character) in alphabet.enumerated() { values[Int(character)] = UInt8(place) }
        return values
    }()
}
