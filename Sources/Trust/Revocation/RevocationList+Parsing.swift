import Foundation
import SwiftASN1
import X509

extension RevocationList {
    /// What stands in a list, before it is judged.
    struct Parts {
        var issuer: DistinguishedName
        var number: [UInt8]?
        var thisUpdate: Date
        var nextUpdate: Date?
        var entries: [Certificate.SerialNumber: Entry]
        var signed: ArraySlice<UInt8>
        var algorithm: Certificate.SignatureAlgorithm
        var signature: ArraySlice<UInt8>
    }

    /// `CertificateList` (RFC 5280 §5.1).
    static func parts(of bytes: [UInt8]) throws -> Parts {
        try DER.sequence(try DER.parse(bytes), identifier: .sequence) { nodes in
            guard let body = nodes.next(), let outer = nodes.next() else { throw Invalid.malformed("it is cut short") }
            let signature = try ASN1BitString(derEncoded: &nodes)
            guard signature.paddingBits == 0 else { throw Invalid.malformed("its signature is no whole bytes") }
            let algorithm = try algorithm(of: outer)
            return try DER.sequence(body, identifier: .sequence) { fields in
                try parts(of: &fields, signed: body.encodedBytes, outer: outer, algorithm, signature.bytes)
            }
        }
    }

    /// `TBSCertList`.
    private static func parts(
        of fields: inout ASN1NodeCollection.Iterator, signed: ArraySlice<UInt8>, outer: ASN1Node,
        _ algorithm: Certificate.SignatureAlgorithm, _ signature: ArraySlice<UInt8>
    ) throws -> Parts {
        guard let version = fields.next(), version.identifier == .integer, try Int(derEncoded: version) == 1 else {
            throw Invalid.notVersion2
        }
        guard let inner = fields.next(), inner.encodedBytes == outer.encodedBytes else {
            throw Invalid.malformed("it names two signature algorithms")
        }
        guard let name = fields.next(), let begin = fields.next() else { throw Invalid.malformed("it is cut short") }
        var parts = Parts(
            issuer: try DistinguishedName(derEncoded: name), number: nil, thisUpdate: try ASN1Moment.read(begin),
            nextUpdate: nil, entries: [:], signed: signed, algorithm: algorithm, signature: signature)
        var next = fields.next()
        if let end = next, end.identifier == .utcTime || end.identifier == .generalizedTime {
            parts.nextUpdate = try ASN1Moment.read(end)
            next = fields.next()
        }
        if let entries = next, entries.identifier == .sequence {
            parts.entries = try self.entries(in: entries)
            next = fields.next()
        }
        if let extensions = next {
            guard extensions.identifier == ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific),
                case .constructed(let children) = extensions.content
            else { throw Invalid.malformed("there is a field that does not belong there") }
            var iterator = children.makeIterator()
            guard let list = iterator.next(), iterator.next() == nil else {
                throw Invalid.malformed("its extensions cannot be read")
            }
            parts.number = try number(in: list)
        }
        return parts
    }

    private static func algorithm(of node: ASN1Node) throws -> Certificate.SignatureAlgorithm {
        let oid = try DER.sequence(node, identifier: .sequence) { nodes in
            let oid = try ASN1ObjectIdentifier(derEncoded: &nodes)
            _ = nodes.next()
            return oid
        }
        guard let algorithm = SignatureSchemes.known[oid] else { throw Invalid.signatureAlgorithm("\(oid)") }
        return algorithm
    }

    private static func entries(in node: ASN1Node) throws -> [Certificate.SerialNumber: Entry] {
        guard case .constructed(let children) = node.content else { throw Invalid.malformed("its entries") }
        var entries: [Certificate.SerialNumber: Entry] = [:]
        for child in children {
            let (serial, entry) = try DER.sequence(child, identifier: .sequence) { fields in
                let serial = Certificate.SerialNumber(bytes: try ArraySlice<UInt8>(derEncoded: &fields))
                guard let time = fields.next() else { throw Invalid.malformed("an entry is cut short") }
                let at = try ASN1Moment.read(time)
                return (serial, Entry(at: at, reason: try fields.next().flatMap { try reason(in: $0) }))
            }
            guard entries.updateValue(entry, forKey: serial) == nil else {
                throw Invalid.malformed("it names one certificate twice")
            }
        }
        return entries
    }

    /// The reason among an entry's extensions. A critical one is refused: `certificateIssuer`, of indirect lists, is.
    private static func reason(in node: ASN1Node) throws -> RevocationReason? {
        var reason: RevocationReason?
        for found in try DER.sequence(of: Certificate.Extension.self, identifier: .sequence, rootNode: node) {
            if found.oid == OIDs.reason {
                let code = try DER.parse(found.value)
                guard code.identifier == .enumerated, case .primitive(let bytes) = code.content, bytes.count == 1,
                    let value = bytes.first, let known = RevocationReason(rawValue: Int(value))
                else { throw Invalid.malformed("an entry has no reason that is one") }
                reason = known
            } else if found.critical {
                throw found.oid == OIDs.certificateIssuer
                    ? Invalid.indirect : Invalid.criticalEntryExtension("\(found.oid)")
            }
        }
        return reason
    }

    private static func number(in node: ASN1Node) throws -> [UInt8]? {
        var number: [UInt8]?
        for found in try DER.sequence(of: Certificate.Extension.self, identifier: .sequence, rootNode: node) {
            switch found.oid {
            case OIDs.number:
                let bytes = Array(try ArraySlice<UInt8>(derEncoded: DER.parse(found.value)))
                guard bytes.count <= 21, bytes.first.map({ $0 < 0x80 }) ?? false else {
                    throw Invalid.malformed("its number is negative or over 20 bytes")
                }
                number = Array(bytes.drop { $0 == 0 })
            case OIDs.issuingDistributionPoint:
                throw try isIndirect(found.value) ? Invalid.indirect : Invalid.partial
            case OIDs.delta: throw Invalid.partial
            default:
                if found.critical { throw Invalid.criticalExtension("\(found.oid)") }
            }
        }
        return number
    }

    /// `IssuingDistributionPoint` with `[4] indirectCRL` (RFC 5280 §5.2.5).
    private static func isIndirect(_ value: ArraySlice<UInt8>) throws -> Bool {
        guard case .constructed(let fields) = try DER.parse(value).content else { return false }
        return fields.contains { $0.identifier == ASN1Identifier(tagWithNumber: 4, tagClass: .contextSpecific) }
    }

    enum OIDs {
        static let number: ASN1ObjectIdentifier = [2, 5, 29, 20]
        static let reason: ASN1ObjectIdentifier = [2, 5, 29, 21]
        static let delta: ASN1ObjectIdentifier = [2, 5, 29, 27]
        static let issuingDistributionPoint: ASN1ObjectIdentifier = [2, 5, 29, 28]
        static let certificateIssuer: ASN1ObjectIdentifier = [2, 5, 29, 29]
    }
}
