import OpenIDConnect
import PeopleHTTP

extension Footing {
    /// Where people of this process log in otherwise.
    var identityProviders: IdentityProviders {
        IdentityProviders(settings.identityProviders.map { ProviderClient($0, now: now, logger: logger) })
    }
}
