import Foundation

/// A certificate with its key, and whatever lies beside them, that may be replaced while the process runs.
protocol ReplaceableFiles: Sendable {
    /// The face that shows it, as operators read it.
    var face: String { get }
    /// Where it is read from.
    var paths: [String] { get }
    var inUse: CertificateInUse { get }

    /// Reads the files and works with them from now on.
    ///
    /// - Throws: why it cannot, with the file and what to do: then everything stays as it was.
    func take() async throws
}

/// What a face shows now.
struct CertificateInUse: Hashable, Codable, Sendable {
    /// Hexadecimal, as `openssl x509 -serial` writes it.
    let serial: String
    let expires: Date
}
