package import Domain

/// A call to one region that passes a gateway unread: the closed set of what is asked of a region by itself. Bodies and
/// answers are sealed between the two regions.
package enum RegionCall: Hashable, Sendable {
    /// One profile.
    case profile(handle: String)
    /// A lasting reference to the person of a handle, for a list.
    case reference(handle: String)
    /// A message to the person of a handle.
    case message(handle: String)
    /// Who of a list can still be seen, by references.
    case candidates(RegionCode)
    /// What became of messages, by references.
    case messages(RegionCode)

    private static let references = "/verwijzingen"
    private static let mail = "/berichten"
    private static let search = "/_zoek"

    /// The call that `path` names, whatever the method; nil for any other path.
    package init?(path: String) {
        if path.hasPrefix(WirePath.profiles + "/"), path != WirePath.search {
            let rest = path.dropFirst(WirePath.profiles.count + 1)
            if rest.hasSuffix(Self.references) {
                self = .reference(handle: String(rest.dropLast(Self.references.count)))
            } else if rest.hasSuffix(Self.mail) {
                self = .message(handle: String(rest.dropLast(Self.mail.count)))
            } else {
                self = .profile(handle: String(rest))
            }
            return
        }
        guard path.hasPrefix(WirePath.regions + "/") else { return nil }
        let rest = path.dropFirst(WirePath.regions.count + 1)
        guard let end = rest.firstIndex(of: "/"), let region = try? RegionCode(String(rest[..<end])) else { return nil }
        switch String(rest[end...]) {
        case Self.references + Self.search: self = .candidates(region)
        case Self.mail + Self.search: self = .messages(region)
        default: return nil
        }
    }

    package var path: String {
        switch self {
        case .profile(let handle): WirePath.profiles + "/" + handle
        case .reference(let handle): WirePath.profiles + "/" + handle + Self.references
        case .message(let handle): WirePath.profiles + "/" + handle + Self.mail
        case .candidates(let region): WirePath.regions + "/" + region.slug + Self.references + Self.search
        case .messages(let region): WirePath.regions + "/" + region.slug + Self.mail + Self.search
        }
    }

    package var method: String {
        if case .profile = self { "GET" } else { "POST" }
    }

    /// The handle that it is about.
    package var handle: String? {
        switch self {
        case .profile(let handle), .reference(let handle), .message(let handle): handle
        case .candidates, .messages: nil
        }
    }

    /// The region that it names; nil where the handle does.
    package var region: RegionCode? {
        switch self {
        case .profile, .reference, .message: nil
        case .candidates(let region), .messages(let region): region
        }
    }

    /// What its answer's seal is bound to, beside the transaction.
    package var seal: String {
        if case .profile(let handle) = self { handle } else { path }
    }

    /// What the audit log calls it.
    package var action: String {
        switch self {
        case .profile: "detail"
        case .reference: "reference"
        case .message: "message"
        case .candidates: "candidates"
        case .messages: "messages"
        }
    }

    /// Bytes of its sealed answer.
    package var answerLimit: Int {
        switch self {
        case .profile, .reference, .message: Limits.detailBytes
        case .candidates, .messages: Limits.answerBytes
        }
    }
}
