package import Access
package import Alerting
package import Crypto
package import Monitoring
package import PeopleHTTP
package import WebUI

/// What the monitor's pages work with.
package struct MonitorParts: Sendable {
    let gateway: GatewayParts
    let history: HistoryStore
    let alerts: AlertDesk
    let accounts: AccountStore
    let pages: Pages
    let looks: LookSignals
    /// Where processors' people log in otherwise.
    let identityProviders: IdentityProviders
    let entranceKey: SymmetricKey
    /// Whether browsers reach it over TLS.
    let hasTLS: Bool

    package init(
        _ gateway: GatewayParts, history: HistoryStore, alerts: AlertDesk, accounts: AccountStore, pages: Pages,
        looks: LookSignals, identityProviders: IdentityProviders, entranceKey: SymmetricKey, hasTLS: Bool
    ) {
        self.gateway = gateway
        self.history = history
        self.alerts = alerts
        self.accounts = accounts
        self.pages = pages
        self.looks = looks
        self.identityProviders = identityProviders
        self.entranceKey = entranceKey
        self.hasTLS = hasTLS
    }

    var keeper: MonitorKeeper {
        MonitorKeeper(
            parts: gateway, accounts: accounts, pages: pages, identityProviders: identityProviders,
            entranceKey: entranceKey, hasTLS: hasTLS)
    }
}
