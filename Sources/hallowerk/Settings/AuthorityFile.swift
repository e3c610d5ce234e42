import NIOSSL

/// A PEM file with the CAs that another server's certificate may be of.
enum AuthorityFile {
    static let remedy = "Give a PEM file with the CAs of the other server's certificate."

    /// Nil for what is not there, cannot be read as PEM, or has no certificate in it.
    static func read(_ path: String) -> [NIOSSLCertificate]? {
        guard let authorities = try? NIOSSLCertificate.fromPEMFile(path), !authorities.isEmpty else { return nil }
        return authorities
    }
}
