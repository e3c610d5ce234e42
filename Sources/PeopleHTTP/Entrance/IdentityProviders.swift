package import OpenIDConnect
package import WebUI

/// Where people of a face log in otherwise, in the order of their buttons.
package struct IdentityProviders: Sendable {
    private let clients: [ProviderClient]

    package init(_ clients: [ProviderClient] = []) { self.clients = clients }

    package var buttons: [LogInPage.Provider] {
        clients.map { client in
            LogInPage.Provider(
                title: "Inloggen bij \(client.rules.title)", path: "/inloggen/bij/\(client.rules.name)")
        }
    }

    /// The one with that name in the settings.
    package subscript(name: String) -> ProviderClient? { clients.first { $0.rules.name == name } }
}
