import Domain
package import Foundation
import X509

/// Puts a certificate that was issued on request in its party's folder, when that folder would then be accepted.
package enum CertificateInstall {
    /// What a party installs besides its certificate; absent ones are left as they are.
    private static let companions = ["anchors.pem", "registry-authority.pub", KeyFolderReader.revocationFile]

    /// Puts what is in `source` (`tls.pem`, and what else the authority gave) in `folder`.
    ///
    /// The folder as it will be is made beside it and judged first. Then the files take their places: the key before
    /// its certificate, and `tls.key.new` goes last, so that doing it again mends whatever a crash left.
    ///
    /// - Parameter replacingAnchors: takes other anchors or another registry authority than the folder has: whom to
    ///   trust never changes on the way.
    /// - Returns: the installed certificate's subject and whether a new key came in use.
    /// - Throws: `DevelopmentPKI.Failure` when no key here is the certificate's, it is another party's, peers would
    ///   refuse it, its anchors are not ours; a disk that refuses.
    package static func install(
        from source: String, into folder: String, replacingAnchors: Bool = false, now: Date
    ) async throws -> (subject: CertificateSubject, newKey: Bool) {
        var files = try read(companions, in: folder)
        for (name, text) in try read(companions, in: source) {
            if name != KeyFolderReader.revocationFile, let held = files[name], held != text, !replacingAnchors {
                throw DevelopmentPKI.Failure(
                    subject: "\(source)/\(name)", reason: "it is not the \(name) that \(folder) has",
                    remedy: "ask the authority over another channel, and say --replace-anchors if it is right")
            }
            files[name] = text
        }
        files["tls.pem"] = try text("tls.pem", in: source, .everyoneReads)
        let (keyFile, key) = try matchingKey(of: files["tls.pem"] ?? "", in: folder, from: source)
        let staged = "\(folder)/.staged-\(UUID.random().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: staged) }
        try DevelopmentPKI.attempt(staged) { () throws(OwnerOnlyFile.Fault) in try OwnerOnlyFile.makeFolder(staged) }
        for (name, text) in files { try write(text, to: "\(staged)/\(name)", .everyoneReads) }
        for name in ["signing.key", "sealing.key"] {
            try write(text(name, in: folder, .owner), to: "\(staged)/\(name)", .owner)
        }
        try write(key, to: "\(staged)/tls.key", .owner)
        let subject = try await judged(staged, for: folder, from: source, now: now)
        for name in companions {
            if let text = files[name] { try write(text, to: "\(folder)/\(name)", .everyoneReads) }
        }
        if keyFile != "tls.key" { try write(key, to: "\(folder)/tls.key", .owner) }
        try write(files["tls.pem"] ?? "", to: "\(folder)/tls.pem", .everyoneReads)
        if keyFile != "tls.key" { try? FileManager.default.removeItem(atPath: "\(folder)/\(keyFile)") }
        return (subject, keyFile != "tls.key")
    }

    private static func judged(
        _ staged: String, for folder: String, from source: String, now: Date
    ) async throws -> CertificateSubject {
        let inspection = PartyInspection(path: staged, name: folder, authority: nil, now: now)
        if case .refused(let reasons) = await inspection.row().verdict {
            throw DevelopmentPKI.Failure(
                subject: source, reason: reasons.joined(separator: "; ").replacing(staged, with: source),
                remedy: "nothing was installed")
        }
        let subject = try KeyFolder.load(staged).subject
        var reader = KeyFolderReader(path: folder)
        if FileManager.default.fileExists(atPath: folder + "/tls.pem"),
            let held = reader.certificates(in: "tls.pem")?.first, let before = try? CertificateSubject(of: held),
            before.oin != subject.oin
        {
            throw DevelopmentPKI.Failure(
                subject: source, reason: "it is a certificate of OIN \(subject.oin), and \(folder) is of \(before.oin)",
                remedy: "install it in the folder of its own party")
        }
        return subject
    }

    /// The key in `folder` that the certificate is for.
    private static func matchingKey(
        of pem: String, in folder: String, from source: String
    ) throws -> (name: String, pem: String) {
        var reader = KeyFolderReader(path: source)
        guard let leaf = reader.certificates(in: "tls.pem")?.first else {
            throw DevelopmentPKI.Failure(
                subject: source + "/tls.pem", reason: "it holds no certificate in PEM form",
                remedy: "put the certificate, then its issuing CA's, in it")
        }
        for name in [KeyRequest.nextKeyFile, "tls.key"]
        where FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
            let text = try text(name, in: folder, .owner)
            if let key = try? Certificate.PrivateKey(pemEncoded: text), key.publicKey == leaf.publicKey {
                return (name, text)
            }
        }
        throw DevelopmentPKI.Failure(
            subject: source + "/tls.pem", reason: "it is for none of the keys in \(folder)",
            remedy: "install it where its request was made ('hallowerk certs request')")
    }

    private static func read(_ names: [String], in folder: String) throws -> [String: String] {
        var files: [String: String] = [:]
        for name in names where FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
            files[name] = try text(name, in: folder, .everyoneReads)
        }
        return files
    }

    private static func text(_ name: String, in folder: String, _ rights: OwnerOnlyFile.Rights) throws -> String {
        let path = "\(folder)/\(name)"
        let bytes = try DevelopmentPKI.attempt(path) { () throws(OwnerOnlyFile.Fault) in
            try OwnerOnlyFile.read(path, rights: rights, limit: 2 * RevocationList.limit)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func write(_ text: String, to path: String, _ rights: OwnerOnlyFile.Rights) throws {
        try DevelopmentPKI.attempt(path) { () throws(OwnerOnlyFile.Fault) in
            try OwnerOnlyFile.write(text.utf8, to: path, rights: rights)
        }
    }
}
