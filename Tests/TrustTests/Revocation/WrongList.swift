import Foundation
import SwiftASN1
import X509

@testable import Trust

/// A revocation list that a test changes one thing of.
struct WrongList {
    var version: Int? = 1
    var algorithm: ASN1ObjectIdentifier = [1, 2, 840, 10045, 4, 3, 2]
    var outerAlgorithm: ASN1ObjectIdentifier?
    var begins = TestPKI.now
    var ends: Date? = TestPKI.now.addingTimeInterval(86_400)
    var serials: [Certificate.SerialNumber] = [1, 2]
    var entryExtensions: [Certificate.Extension] = []
    var number: [UInt8]? = [0x02, 0x01, 0x07]
    var extensions: [Certificate.Extension] = []
    var after: [UInt8] = []

    func der(issuer: DistinguishedName, key: Certificate.PrivateKey) throws -> [UInt8] {
        var body = DER.Serializer()
        try body.appendConstructedNode(identifier: .sequence) { body in
            if let version { try body.serialize(version) }
            try write(algorithm, into: &body)
            try body.serialize(issuer)
            try ASN1Moment.write(begins, into: &body)
            if let ends { try ASN1Moment.write(ends, into: &body) }
            if !serials.isEmpty { try writeEntries(into: &body) }
            var all = extensions
            if let number { all.append(.init(oid: [2, 5, 29, 20], critical: false, value: number[...])) }
            guard !all.isEmpty else { return }
            try body.serialize(explicitlyTaggedWithTagNumber: 0, tagClass: .contextSpecific) { tagged in
                try write(all, into: &tagged)
            }
        }
        let signature = try key.sign(bytes: body.serializedBytes, signatureAlgorithm: .ecdsaWithSHA256)
        var list = DER.Serializer()
        try list.appendConstructedNode(identifier: .sequence) { list in
            try list.serialize(ASN1Any(derEncoded: DER.parse(body.serializedBytes)))
            try write(outerAlgorithm ?? algorithm, into: &list)
            try list.serialize(ASN1BitString(bytes: signature.rawRepresentation[...]))
        }
        return list.serializedBytes + after
    }

    private func writeEntries(into body: inout DER.Serializer) throws {
        try body.appendConstructedNode(identifier: .sequence) { list in
            for serial in serials {
                try list.appendConstructedNode(identifier: .sequence) { entry in
                    try entry.serialize(serial.bytes)
                    try ASN1Moment.write(begins, into: &entry)
                    if !entryExtensions.isEmpty { try write(entryExtensions, into: &entry) }
                }
            }
        }
    }

    private func write(_ extensions: [Certificate.Extension], into serializer: inout DER.Serializer) throws {
        try serializer.appendConstructedNode(identifier: .sequence) { list in
            for found in extensions { try list.serialize(found) }
        }
    }

    private func write(_ algorithm: ASN1ObjectIdentifier, into serializer: inout DER.Serializer) throws {
        try serializer.appendConstructedNode(identifier: .sequence) { try $0.serialize(algorithm) }
    }
}
