import Foundation
import X509

/// What a development authority issued: `authority/issued.jsonl`, one line of JSON each, oldest first. A certificate is
/// recorded before anybody gets it.
enum IssuedCertificates {
    struct Line: Codable, Hashable {
        /// Hexadecimal, lower case.
        let serial: String
        let oin: String
        let subject: String
        let hosts: [String]
        let notBefore: Date
        let notAfter: Date
        let thumbprint: String
    }

    /// Bytes of the longest record read: some 100,000 certificates.
    static let limit = 64 * 1024 * 1024

    static func path(in folder: String) -> String { "\(folder)/\(DevelopmentAuthority.name)/issued.jsonl" }

    /// - Throws: `DevelopmentPKI.Failure` for a file that is damaged.
    static func read(in folder: String) throws -> [Line] {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        let path = path(in: folder)
        return try text(at: path).split(separator: "\n").enumerated().map { index, line in
            do { return try decoder.decode(Line.self, from: Data(line.utf8)) } catch {
                throw DevelopmentPKI.Failure(
                    subject: "\(path), line \(index + 1)", reason: "it is no record of a certificate",
                    remedy: "put the file back as it was")
            }
        }
    }

    /// Adds `certificate`, durably.
    static func record(_ certificate: Certificate, in folder: String) throws {
        let subject = try CertificateSubject(of: certificate)
        let line = Line(
            serial: certificate.serialNumber.hexadecimal, oin: subject.oin.digits,
            subject: certificate.subject.description, hosts: subject.hosts, notBefore: certificate.notValidBefore,
            notAfter: certificate.notValidAfter, thumbprint: certificate.thumbprint ?? "")
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(line), as: UTF8.self) + "\n"
        try FolderLock.held(on: "\(folder)/\(DevelopmentAuthority.name)") {
            let path = path(in: folder)
            let whole = try self.text(at: path) + text
            try DevelopmentPKI.attempt(path) { () throws(OwnerOnlyFile.Fault) in
                try OwnerOnlyFile.write(whole.utf8, to: path, rights: .everyoneReads)
            }
        }
    }

    private static func text(at path: String) throws -> String {
        guard FileManager.default.fileExists(atPath: path) else { return "" }
        let bytes = try DevelopmentPKI.attempt(path) { () throws(OwnerOnlyFile.Fault) in
            try OwnerOnlyFile.read(path, rights: .everyoneReads, limit: limit)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
