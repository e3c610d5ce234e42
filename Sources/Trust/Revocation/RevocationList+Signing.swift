import Foundation
import SwiftASN1
import X509

extension RevocationList {
    /// A new list of `issuer`'s, signed with its P-256 `key`.
    static func sign(
        _ entries: [Certificate.SerialNumber: Entry], number: UInt64, from begin: Date, until end: Date,
        issuer: Certificate, key: Certificate.PrivateKey
    ) throws -> RevocationList {
        let body = try body(entries, number: number, from: begin, until: end, issuer: issuer)
        let signature = try key.sign(bytes: body, signatureAlgorithm: .ecdsaWithSHA256)
        var serializer = DER.Serializer()
        try serializer.appendConstructedNode(identifier: .sequence) { list in
            try list.serialize(ASN1Any(derEncoded: DER.parse(body)))
            try writeAlgorithm(into: &list)
            try list.serialize(ASN1BitString(bytes: signature.rawRepresentation[...]))
        }
        return try RevocationList(der: serializer.serializedBytes)
    }

    private static func body(
        _ entries: [Certificate.SerialNumber: Entry], number: UInt64, from begin: Date, until end: Date,
        issuer: Certificate
    ) throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.appendConstructedNode(identifier: .sequence) { body in
            try body.serialize(1)
            try writeAlgorithm(into: &body)
            try body.serialize(issuer.subject)
            try ASN1Moment.write(begin, into: &body)
            try ASN1Moment.write(end, into: &body)
            if !entries.isEmpty {
                try body.appendConstructedNode(identifier: .sequence) { list in
                    for (serial, entry) in entries.sorted(by: { $0.key.hexadecimal < $1.key.hexadecimal }) {
                        try write(serial, entry, into: &list)
                    }
                }
            }
            try body.serialize(explicitlyTaggedWithTagNumber: 0, tagClass: .contextSpecific) { tagged in
                try tagged.appendConstructedNode(identifier: .sequence) { extensions in
                    try extensions.serialize(Certificate.Extension(identifierOf: issuer))
                    var value = DER.Serializer()
                    try value.serialize(number)
                    try extensions.serialize(
                        Certificate.Extension(oid: OIDs.number, critical: false, value: value.serializedBytes[...]))
                }
            }
        }
        return serializer.serializedBytes
    }

    private static func write(
        _ serial: Certificate.SerialNumber, _ entry: Entry, into list: inout DER.Serializer
    ) throws {
        try list.appendConstructedNode(identifier: .sequence) { fields in
            try fields.serialize(serial.bytes)
            try ASN1Moment.write(entry.at, into: &fields)
            // No reason is written for `unspecified` (RFC 5280 §5.3.1).
            guard let reason = entry.reason, reason != .unspecified else { return }
            let value: [UInt8] = [0x0a, 0x01, UInt8(reason.rawValue)]
            try fields.appendConstructedNode(identifier: .sequence) { extensions in
                try extensions.serialize(Certificate.Extension(oid: OIDs.reason, critical: false, value: value[...]))
            }
        }
    }

    private static func writeAlgorithm(into serializer: inout DER.Serializer) throws {
        try serializer.appendConstructedNode(identifier: .sequence) { algorithm in
            try algorithm.serialize([1, 2, 840, 10045, 4, 3, 2] as ASN1ObjectIdentifier)
        }
    }
}

extension Certificate.Extension {
    /// The AuthorityKeyIdentifier of what `issuer` signs.
    fileprivate init(identifierOf issuer: Certificate) throws {
        let subject = try issuer.extensions.subjectKeyIdentifier ?? SubjectKeyIdentifier(hash: issuer.publicKey)
        self = try Certificate.Extension(
            AuthorityKeyIdentifier(keyIdentifier: subject.keyIdentifier), critical: false)
    }
}
