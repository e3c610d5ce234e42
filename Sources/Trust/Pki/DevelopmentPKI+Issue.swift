package import Domain
package import Foundation
import X509

extension DevelopmentPKI {
    /// Answers a request: records the certificate and writes to `output` what the party installs, `tls.pem`,
    /// `anchors.pem`, `registry-authority.pub` and `crl.pem`. None of it is secret.
    ///
    /// - Parameters:
    ///   - folder: the PKI's folder, or its `authority` folder.
    ///   - expected: the party that the request must be of.
    /// - Returns: the certificate's serial number, in hexadecimal.
    /// - Throws: `CertificateRequest.Invalid`; `Failure`, as `make`.
    package static func issue(
        _ request: String, expecting expected: OIN? = nil, authority folder: String, to output: String, now: Date,
        days: Int = leafDays
    ) throws -> (serial: String, subject: CertificateSubject) {
        let folder = home(of: folder)
        let request = try CertificateRequest(pem: request, expecting: expected)
        let authority = try DevelopmentAuthority.read(in: folder)
        let lists = try AuthorityLists.renewed(in: folder, by: authority, now: now)
        let party = PartyRequest(
            folder: "party", oin: request.subject.oin, organisation: request.subject.organisation,
            hosts: request.subject.hosts)
        let leaf = try authority.issue(for: party, key: request.key, now: now, days: days)
        try attempt(output) { () throws(OwnerOnlyFile.Fault) in try OwnerOnlyFile.makeFolder(output) }
        let files = [
            ("anchors.pem", try PartyFolder.pem([authority.root])),
            ("registry-authority.pub", authority.registryKey.publicKey.pemRepresentation + "\n"),
            (KeyFolderReader.revocationFile, lists.pem),
            ("tls.pem", try PartyFolder.pem([leaf, authority.issuing])),
        ]
        for (name, text) in files {
            let path = "\(output)/\(name)"
            try attempt(path) { () throws(OwnerOnlyFile.Fault) in
                try OwnerOnlyFile.write(text.utf8, to: path, rights: .everyoneReads)
            }
        }
        return (leaf.serialNumber.hexadecimal, request.subject)
    }

    /// Which certificates of an authority are revoked.
    package enum Which: Hashable, Sendable {
        /// Hexadecimal.
        case serial(String)
        /// All of a party that have not ended: its folder beside the authority, or its OIN.
        case party(String)
        /// A file with the certificate.
        case certificate(String)
    }

    /// Puts certificates on the authority's list, for good, and the new list in each party's folder beside it.
    ///
    /// - Returns: the serial numbers, the new list's number and file.
    /// - Throws: `Failure`: nothing that this authority issued; as `make`.
    package static func revoke(
        _ which: Which, reason: RevocationReason, authority folder: String, now: Date
    ) throws -> (serials: [String], number: String, file: String) {
        let folder = home(of: folder)
        let authority = try DevelopmentAuthority.read(in: folder)
        let serials = try serials(of: which, in: folder, by: authority, now: now)
        let lists = try AuthorityLists.revoke(serials, reason: reason, in: folder, by: authority, now: now)
        try AuthorityLists.give(lists, toPartiesIn: folder)
        return (serials.map(\.hexadecimal), lists.issuing.numberText, AuthorityLists.path(in: folder))
    }

    /// `folder`, or the one around it when it is an authority's.
    static func home(of folder: String) -> String {
        FileManager.default.fileExists(atPath: folder + "/issuing.key")
            ? folder + "/.." : folder
    }

    private static func serials(
        of which: Which, in folder: String, by authority: DevelopmentAuthority, now: Date
    ) throws -> [Certificate.SerialNumber] {
        func refuse(_ subject: String, _ reason: String, _ remedy: String) -> Failure {
            Failure(subject: subject, reason: reason, remedy: remedy)
        }
        switch which {
        case .serial(let text):
            guard let bytes = Hexadecimal.bytes(text) else {
                throw refuse("serial '\(text)'", "it is no hexadecimal number", "type it as 'certs show' prints it")
            }
            let serial = Certificate.SerialNumber(bytes: bytes)
            guard try IssuedCertificates.read(in: folder).contains(where: { $0.serial == serial.hexadecimal }) else {
                throw refuse(
                    "serial \(text)", "this authority has no record of it (issued.jsonl)",
                    "name the certificate itself with --certificate")
            }
            return [serial]
        case .certificate(let path):
            var reader = KeyFolderReader(path: (path as NSString).deletingLastPathComponent)
            guard let leaf = reader.certificates(in: (path as NSString).lastPathComponent)?.first else {
                throw refuse(path, "it holds no certificate in PEM form", "name a file with the certificate first")
            }
            guard authority.issuing.publicKey.isValidSignature(leaf.signature, for: leaf) else {
                throw refuse(path, "this authority did not issue it", "have its own authority revoke it")
            }
            return [leaf.serialNumber]
        case .party(let name):
            var reader = KeyFolderReader(path: "\(folder)/\(name)")
            let held = try? OIN(name)
            let leaf = held == nil ? reader.certificates(in: "tls.pem")?.first : nil
            let oin = held ?? leaf.flatMap { try? CertificateSubject(of: $0).oin }
            let recorded = try IssuedCertificates.read(in: folder)
                .filter { $0.oin == oin?.digits && $0.notAfter > now }
                .compactMap { Hexadecimal.bytes($0.serial).map { Certificate.SerialNumber(bytes: $0) } }
            let own = leaf.map { [$0.serialNumber] } ?? []
            let all = recorded + own.filter { !recorded.contains($0) }
            guard !all.isEmpty else {
                throw refuse(
                    "party '\(name)'", "this authority issued it no certificate that is still valid",
                    "name its folder beside the authority, or its OIN")
            }
            return all
        }
    }
}

extension DevelopmentPKI {
    /// Gives the party in `party` a new certificate for a new key, by the authority in `folder`: request, issue and
    /// install at once.
    ///
    /// - Returns: the new certificate's serial number.
    /// - Throws: as the three do. The certificate in use stays in use until the new one has taken its place.
    package static func renew(
        _ party: String, authority folder: String, now: Date, days: Int = leafDays
    ) async throws -> String {
        _ = try KeyRequest.make(in: party, for: nil, newKey: true)
        let path = "\(party)/\(KeyRequest.requestFile)"
        let request = try attempt(path) { () throws(OwnerOnlyFile.Fault) in
            try OwnerOnlyFile.read(path, rights: .everyoneReads)
        }
        let issued = "\(party)/.issued-\(UUID.random().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: issued) }
        let (serial, _) = try issue(
            String(decoding: request, as: UTF8.self), authority: folder, to: issued, now: now, days: days)
        _ = try await CertificateInstall.install(from: issued, into: party, now: now)
        return serial
    }
}
