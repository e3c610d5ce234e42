package import OpenIDConnect
import WebUI

/// What logging in on the portal works with beside the accounts.
package struct EntranceParts: Sendable {
    /// Where municipalities' people log in otherwise, in the order of their buttons.
    let providers: [ProviderClient]

    package init(providers: [ProviderClient]) { self.providers = providers }

    var buttons: [LogInPage.Provider] {
        providers.map { provider in
            LogInPage.Provider(
                title: "Inloggen bij \(provider.rules.title)", path: "/inloggen/bij/\(provider.rules.name)")
        }
    }

    func provider(_ name: String) -> ProviderClient? { providers.first { $0.rules.name == name } }
}
