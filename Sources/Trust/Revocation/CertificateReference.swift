import SwiftASN1
import X509

/// Which certificate is meant: its issuer's name and its serial number, which together are unique (RFC 5280 §4.1.2.2).
struct CertificateReference: Hashable, Sendable {
    let issuer: NameKey
    let serial: Certificate.SerialNumber

    init(of certificate: Certificate) {
        issuer = NameKey(certificate.issuer)
        serial = certificate.serialNumber
    }
}

/// A distinguished name by its DER, to look it up by: names are the same when every byte is.
struct NameKey: Hashable, Sendable {
    private let der: [UInt8]

    init(_ name: DistinguishedName) {
        var serializer = DER.Serializer()
        // A name that was parsed can be written; one that cannot is equal to no other certificate's.
        der = (try? serializer.serialize(name)).map { serializer.serializedBytes } ?? []
    }
}

extension Certificate.SerialNumber {
    /// Lower-case hexadecimal digits, two for each byte.
    var hexadecimal: String { Hexadecimal.text(bytes) }
}

/// Bytes as lower-case hexadecimal digits.
enum Hexadecimal {
    private static let digits = Array("0123456789abcdef")

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// The bytes that `text` spells, or nil; upper case, and colons between the bytes, are taken too.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let digits = text.filter { $0 != ":" }
        guard !digits.isEmpty, digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        var rest = digits[...]
        while !rest.isEmpty {
            guard rest.prefix(2).allSatisfy(\.isHexDigit), let byte = UInt8(String(rest.prefix(2)), radix: 16) else {
                return nil
            }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
