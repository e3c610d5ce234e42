package import Access
package import Alerting
package import Monitoring
package import WebUI

/// What the monitor's pages work with.
package struct MonitorParts: Sendable {
    let gateway: GatewayParts
    let history: HistoryStore
    let alerts: AlertDesk
    let accounts: AccountStore
    let pages: Pages
    /// Whether browsers reach it over TLS.
    let hasTLS: Bool

    package init(
        _ gateway: GatewayParts, history: HistoryStore, alerts: AlertDesk, accounts: AccountStore, pages: Pages,
        hasTLS: Bool
    ) {
        self.gateway = gateway
        self.history = history
        self.alerts = alerts
        self.accounts = accounts
        self.pages = pages
        self.hasTLS = hasTLS
    }

    var keeper: MonitorKeeper {
        MonitorKeeper(parts: gateway, accounts: accounts, pages: pages, hasTLS: hasTLS)
    }
}
