import Domain
import Foundation
import Trust

/// The key folder of the federation face.
struct PartyFiles: ReplaceableFiles {
    let face = "federation"
    let keys: CurrentKeys
    let tls: PeerTLS
    let registry: CurrentRegistry
    let now: @Sendable () -> Date
    /// Makes connections that show the certificate with this thumbprint, before it is the current one.
    let warm: @Sendable (String) async -> Void

    var paths: [String] { KeyFolder.files(of: keys.path) }

    var inUse: CertificateInUse {
        let folder = keys.value
        return CertificateInUse(serial: folder.serial, expires: folder.expires)
    }

    /// First what peers need to take it, then connections that show it, then it is what verklaringen name.
    func take() async throws {
        let folder = try KeyFolder.load(keys.path)
        guard folder.oin == keys.oin else {
            throw OperatorError(
                "\(keys.path)/tls.pem is of OIN \(folder.oin); this process is OIN \(keys.oin).",
                remedy: "Put this party's own files back, or start another process for the other party.")
        }
        // The same certificate with newer lists or roots is taken, whatever its end.
        let isNew = folder.thumbprint != keys.value.thumbprint
        guard !isNew || folder.expires > now() else {
            throw OperatorError(
                "\(keys.path)/tls.pem ended \(folder.expires.formatted(.iso8601)).",
                remedy: "Put a certificate in its place that is valid now.")
        }
        try Footing.refuseOtherKeys(folder, registry.value)
        do {
            try await tls.prepare(folder)
        } catch let refusal as PeerRefusal {
            throw OperatorError(
                "\(keys.path)/tls.pem: peers would refuse it: \(refusal.ofOurs).",
                remedy: "Put a certificate in its place, with its issuer's, that leads to one of anchors.pem.")
        }
        if isNew { await warm(folder.thumbprint) }
        keys.replace(with: folder)
    }
}

extension PeerRefusal {
    /// The reason, of a certificate that is our own.
    fileprivate var ofOurs: String {
        switch self {
        case .path(let reason): "its chain does not hold: \(reason)"
        default: "\(self)"
        }
    }
}
