import Crypto
import JWTKit
import Synchronization

/// Keys that verify verklaringen, read once: a point on the curve costs more to read than a signature's text.
final class Verifiers: Sendable {
    /// Keys kept; those of a whole federation, and of its last rotation.
    private static let kept = 256

    private let verifiers = Mutex<[[UInt8]: JWTKeyCollection]>([:])

    /// - Parameter signing: a P-256 key in the form of ANSI X9.63.
    /// - Returns: nil when it is none.
    func verifier(of signing: [UInt8]) async -> JWTKeyCollection? {
        if let verifier = verifiers.withLock({ $0[signing] }) { return verifier }
        guard let key = try? P256.Signing.PublicKey(x963Representation: signing),
            let verifying = try? ES256PublicKey(backing: key)
        else { return nil }
        let verifier = JWTKeyCollection()
        await verifier.add(ecdsa: verifying)
        verifiers.withLock { verifiers in
            if verifiers.count >= Self.kept { verifiers = [:] }
            verifiers[signing] = verifier
        }
        return verifier
    }
}
