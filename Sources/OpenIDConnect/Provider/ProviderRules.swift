package import Domain
import Foundation

/// What a process is told of one identity provider, and what is asked of it (OIDC NLGov 1.0.1).
///
/// Invariant: a provider is of one municipality or one organisation, and gives roles of that one only (P-VIS-3).
package struct ProviderRules: Sendable {
    /// Bits of a state, a nonce and a verifier: at least 128 are asked (NLGov §4.1).
    package static let randomBits = 256
    /// How long an ID token may be valid (NLGov: five minutes).
    package static let tokenSeconds = 300
    /// How far two clocks may differ.
    package static let leewaySeconds = Limits.clockLeewaySeconds
    /// How long somebody may take at the provider.
    package static let pendingSeconds = 600
    /// Bytes of one answer of a provider, and how long it may take.
    package static let answerBytes = 256 * 1024
    package static let deadline = Duration.seconds(5)
    /// Keys of one provider that are looked at.
    package static let keys = 32
    /// How long the provider's document is used before it is read again; also its keys.
    package static let documentSeconds = 3_600
    /// Between two looks for a key that is not known: nobody can make us ask more often.
    package static let keySearchSeconds = 60
    /// Whose people a provider vouches for.
    package enum Place: Hashable, Sendable {
        /// On a region's portal.
        case municipality(MunicipalityCode)
        /// On the monitor: a processor, or a region.
        case organisation(OIN)

        /// Roles that it can give.
        package var roles: Set<Role> {
            switch self {
            case .municipality: [.accountManager, .caseManager, .municipalAdministrator]
            case .organisation: [.processor, .regionalIT]
            }
        }
    }

    /// In paths and in the names of its accounts: 1 to 20 of lower-case letters, digits and `-`.
    package let name: String
    /// As its button calls it.
    package let title: String
    /// The issuer, exactly as its tokens say it.
    package let issuer: String
    package let clientID: String
    package let key: ClientKey
    /// Where the provider sends the browser back to.
    package let callback: String
    package let place: Place
    /// The claim whose values say which role somebody has.
    package let claim: String
    package let rolesByValue: [String: Role]
    package let level: AssuranceLevel
    /// PEM file of the authorities that sign the provider's certificate; nil for the system's.
    package let authorities: String?

    package init(
        name: String, title: String, issuer: String, clientID: String, key: ClientKey, callback: String,
        place: Place, claim: String, rolesByValue: [String: Role], level: AssuranceLevel,
        authorities: String?
    ) {
        self.name = name
        self.title = title
        self.issuer = issuer
        self.clientID = clientID
        self.key = key
        self.callback = callback
        self.place = place
        self.claim = claim
        self.rolesByValue = rolesByValue
        self.level = level
        self.authorities = authorities
    }

    /// Whether `url` may be asked: over TLS, or on this machine's own loopback, as every insecure setting.
    package static func isSafe(_ url: String) -> Bool {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty, parts.user == nil,
            parts.password == nil, parts.fragment == nil
        else { return false }
        let isLoopback = ["localhost", "127.0.0.1", "[::1]", "::1"].contains(host)
        return parts.scheme == "https" || parts.scheme == "http" && isLoopback
    }
}

/// How sure a provider must be of who somebody is (`acr`).
package struct AssuranceLevel: Hashable, Sendable {
    /// eIDAS's levels, from low to high (Regulation 2015/1502).
    private static let eidas = ["low", "substantial", "high"].map { "http://eidas.europa.eu/LoA/" + $0 }

    /// The least that is taken; another than eIDAS's is taken literally.
    package let minimum: String

    package init(minimum: String) { self.minimum = minimum }

    /// Asked of the provider, best first.
    package var values: [String] {
        Self.eidas.firstIndex(of: minimum).map { Self.eidas[$0...].reversed() } ?? [minimum]
    }

    func admits(_ level: String?) -> Bool { level.map(values.contains) ?? false }
}
