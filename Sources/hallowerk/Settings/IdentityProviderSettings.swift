import Domain
import Foundation
import OpenIDConnect
import Trust

/// One entry of the group `identity-providers` in a node's or gateway's settings; its key is the provider's short name.
struct IdentityProviderSettings: Codable, Equatable, Sendable {
    var title: String
    var issuer: String
    var clientID: String
    /// PEM file with our private key.
    var key: String
    var keyID: String?
    /// Where the provider sends browsers back to: the portal's address and `/inloggen/terug/NAME`.
    var callback: String
    /// Whose people they are: on a node a municipality's code, on a gateway the OIN of a processor or a region.
    var municipality: String?
    var organisation: String?
    var claim: String
    /// Values of the claim, and the role of each.
    var roles: [String: String]
    /// The least level of assurance; eIDAS's substantial unless this says another.
    var level: String?
    /// PEM file of authorities; the system's unless this is given.
    var authorities: String?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case title, issuer
        case clientID = "client-id"
        case key
        case keyID = "key-id"
        case callback, municipality, organisation, claim, roles, level, authorities
    }

    /// Of all settings in an entry.
    static var names: Set<String> { Set(CodingKeys.allCases.map(\.rawValue)) }

    /// What the settings say, with its files found good.
    ///
    /// - Parameters:
    ///   - isNode: a gateway's otherwise.
    ///   - path: makes a path absolute.
    /// - Throws: `OperatorError` naming the setting.
    func checked(named name: String, isNode: Bool, path: (String) -> String) throws -> ProviderRules {
        func refused(_ setting: CodingKeys?, _ what: String, _ remedy: String) -> OperatorError {
            let full = ["identity-providers", name, setting?.rawValue].compactMap(\.self).joined(separator: ".")
            return OperatorError("Setting '\(full)' \(what).", remedy: remedy)
        }
        let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789-".utf8)
        guard (1...20).contains(name.utf8.count), name.utf8.allSatisfy(letters.contains) else {
            throw refused(nil, "has a name that cannot stand in an address", "Use 1 to 20 of a-z, 0-9 and '-'.")
        }
        for (setting, url) in [(CodingKeys.issuer, issuer), (.callback, callback)] where !ProviderRules.isSafe(url) {
            throw refused(
                setting, "(\(url)) is no https address",
                "Strict mode: give https://...; http is for loopback only.")
        }
        guard URLComponents(string: callback)?.path == "/inloggen/terug/\(name)" else {
            throw refused(.callback, "is '\(callback)'", "End it with /inloggen/terug/\(name).")
        }
        let place: ProviderRules.Place
        if isNode {
            guard let code = municipality.flatMap({ try? MunicipalityCode($0) }), organisation == nil else {
                throw refused(.municipality, "is '\(municipality ?? "")'", "Give a code such as GM0599.")
            }
            place = .municipality(code)
        } else {
            guard let oin = organisation.flatMap({ try? OIN($0) }), municipality == nil else {
                throw refused(
                    .organisation, "is '\(organisation ?? "")'", "Give the OIN of a processor or region, in quotes.")
            }
            place = .organisation(oin)
        }
        guard !title.isEmpty, title.count <= 60, !clientID.isEmpty, !claim.isEmpty, !roles.isEmpty else {
            throw refused(nil, "lacks a title, a client-id, a claim or roles", "Give each; see README.md.")
        }
        let given = try roles.mapValues { text in
            guard let role = Role(rawValue: text), place.roles.contains(role) else {
                let names = place.roles.map(\.rawValue).sorted().joined(separator: ", ")
                throw refused(.roles, "gives '\(text)'", "Give one of: \(names).")
            }
            return role
        }
        let authorities = authorities.map(path)
        if let authorities, !FileManager.default.isReadableFile(atPath: authorities) {
            throw refused(.authorities, "(\(authorities)) cannot be read", "Give a PEM file of authorities.")
        }
        return ProviderRules(
            name: name, title: title, issuer: issuer, clientID: clientID,
            key: try clientKey(path(key)) { refused(.key, $0, $1) }, callback: callback, place: place,
            claim: claim, rolesByValue: given,
            level: AssuranceLevel(minimum: level ?? "http://eidas.europa.eu/LoA/substantial"),
            authorities: authorities)
    }

    private func clientKey(_ file: String, _ refused: (String, String) -> OperatorError) throws -> ClientKey {
        let bytes: [UInt8]
        do throws(OwnerOnlyFile.Fault) {
            bytes = try OwnerOnlyFile.read(file)
        } catch {
            let explained = error.explained(at: file)
            throw refused("(\(file)): \(explained.reason)", explained.remedy)
        }
        do throws(ClientKey.Invalid) {
            return try ClientKey(pem: String(decoding: bytes, as: UTF8.self), identifier: keyID)
        } catch {
            throw refused(
                "(\(file)) holds no private key that can be used", "Give a PEM of P-256 or of RSA, 2048 bits up.")
        }
    }
}
