import Trust

extension Footing {
    /// The certificate of the people's face; nil where it has none.
    func peopleCertificate() throws -> PeopleCertificate? {
        try settings.peopleTLS.map { try PeopleCertificate($0, now: now) }
    }

    /// Watches the certificates of both faces.
    ///
    /// - Parameter warm: `PartyFiles.warm`.
    func watch(
        _ tls: PeerTLS, _ people: PeopleCertificate?, warm: @escaping @Sendable (String) async -> Void
    ) -> CertificateWatch {
        var files: [any ReplaceableFiles] = [
            PartyFiles(keys: keys, tls: tls, registry: registry, now: now, warm: warm)
        ]
        if let people { files.append(people) }
        return CertificateWatch(files, now: now, logger: logger)
    }
}
