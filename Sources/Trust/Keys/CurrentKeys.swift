package import Crypto
package import Domain
package import Foundation
import Synchronization

/// The key folder that a process works with now: read for every use, and replaced whole once a newer one was read and
/// found good.
package final class CurrentKeys: Sendable {
    /// A folder, and how many were in use before it: tells whether what was made of one still is of the current one.
    package struct Numbered: Sendable {
        package let folder: KeyFolder
        package let number: Int
    }

    /// Whose keys these are; no other folder changes that.
    package let oin: OIN
    private let held: Mutex<Numbered>

    package init(_ folder: KeyFolder) {
        oin = folder.oin
        held = Mutex(Numbered(folder: folder, number: 0))
    }

    package var numbered: Numbered { held.withLock { $0 } }
    package var value: KeyFolder { numbered.folder }

    package var path: String { value.path }
    package var organisation: String { value.organisation }
    package var serial: String { value.serial }
    package var expires: Date { value.expires }
    package var sealingKey: Curve25519.KeyAgreement.PrivateKey { value.sealingKey }
    package var registryAuthority: P256.Signing.PublicKey { value.registryAuthority }
    package var publicKeys: Registry.PartyKeys { value.publicKeys }

    /// Works with `folder` from now on.
    ///
    /// - Returns: False when it is another party's: then the one in use stays.
    @discardableResult
    package func replace(with folder: KeyFolder) -> Bool {
        guard folder.oin == oin else { return false }
        held.withLock { $0 = Numbered(folder: folder, number: $0.number + 1) }
        return true
    }
}
