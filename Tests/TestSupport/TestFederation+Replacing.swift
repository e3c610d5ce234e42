import Domain
import Foundation
package import Trust
import X509

extension TestLeaf {
    /// The organisation that a replaced certificate names, where it was another before: OpenSSL's client tells it.
    package static let replacedOrganisation = "Proef"

    /// Puts another certificate with another key into the folder of `party` of the PKI in `folder`, as an operator
    /// does: first the one file, then the other.
    ///
    /// - Parameter change: what is odd about it; nothing.
    /// - Returns: The folder as it is then read.
    @discardableResult
    package static func replace(
        in folder: String, of party: String, change: (inout TestLeaf) throws -> Void = { _ in }
    ) throws -> KeyFolder {
        let before = try KeyFolder.load("\(folder)/\(party)")
        var leaf = TestLeaf()
        leaf.oin = before.oin.digits
        leaf.names = before.hosts.map { .dnsName($0) }
        leaf.begins = before.leaf.notValidBefore
        leaf.ends = before.expires.addingTimeInterval(-3_600)
        try change(&leaf)
        let made = try leaf.write(in: folder, as: "replaced-" + UUID().uuidString)
        try put(made.certificate, "tls.pem", .everyoneReads, in: "\(folder)/\(party)")
        try put(made.key, "tls.key", .owner, in: "\(folder)/\(party)")
        return try KeyFolder.load("\(folder)/\(party)")
    }

    /// Puts the file at `path` in its place, whole.
    package static func put(_ path: String, _ name: String, _ rights: OwnerOnlyFile.Rights, in folder: String) throws {
        try OwnerOnlyFile.write(Data(contentsOf: URL(filePath: path)), to: "\(folder)/\(name)", rights: rights)
    }
}

extension TestFederation {
    /// `TestLeaf.replace` in this federation.
    @discardableResult
    package func replaceCertificate(
        of party: String, change: (inout TestLeaf) throws -> Void = { _ in }
    ) throws -> KeyFolder { try TestLeaf.replace(in: folder, of: party, change: change) }
}
