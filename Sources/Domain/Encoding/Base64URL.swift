import Foundation

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
        var standard = Data(capacity: text.utf8.count + 3)
        for character in text.utf8 {
            switch character {
            case UInt8(ascii: "-"): standard.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): standard.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: standard.append(character)
            }
        }
        standard.append(contentsOf: repeatElement(UInt8(ascii: "="), count: (4 - standard.count % 4) % 4))
        guard let data = Data(base64Encoded: standard) else { return nil }
        let bytes = [UInt8](data)
        return encode(bytes) == text ? bytes : nil
    }
}
