package import Domain
import Foundation
import Wire

/// An ID token, taken apart strictly before any library sees it: each part has one spelling, no name is there twice,
/// and only three algorithms exist.
struct IDToken: Sendable {
    static let algorithms: Set<String> = ["RS256", "PS256", "ES256"]
    /// Characters of the longest that is looked at.
    private static let longest = 16 * 1024

    let text: String
    let algorithm: String
    /// The name of the key that signed it.
    let key: String
    private let payload: [UInt8]

    init(_ text: String) throws(TokenFault) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.longest, parts.count == 3, let head = Base64URL.decode(parts[0]),
            let header = Self.object(head)
        else { throw .form }
        guard let algorithm = header["alg"] as? String, Self.algorithms.contains(algorithm) else { throw .algorithm }
        guard header["typ"] == nil || (header["typ"] as? String)?.uppercased() == "JWT" else { throw .type }
        guard header["crit"] == nil else { throw .critical }
        guard let payload = Base64URL.decode(parts[1]), Self.object(payload) != nil,
            Base64URL.decode(parts[2])?.isEmpty == false
        else { throw .form }
        guard let key = header["kid"] as? String, (1...256).contains(key.utf8.count) else { throw .unknownKey }
        self.text = text
        self.algorithm = algorithm
        self.key = key
        self.payload = payload
    }

    /// Who the token is of. Its signature must have been checked.
    ///
    /// Source: OpenID Connect Core §3.1.3.7, and NLGov's profile where that is stricter.
    func person(for rules: ProviderRules, nonce: String, at time: Date) throws(TokenFault) -> ProvenPerson {
        let claims = Self.object(payload) ?? [:]
        guard claims["iss"] as? String == rules.issuer else { throw .issuer }
        let audience = claims["aud"] as? [String] ?? [claims["aud"] as? String].compactMap(\.self)
        guard audience == [rules.clientID] else { throw .audience }
        guard claims["azp"] == nil || claims["azp"] as? String == rules.clientID else { throw .authorizedParty }
        try Self.check(claims, at: time.timeIntervalSince1970)
        guard let given = claims["nonce"] as? String, given == nonce else { throw .nonce }
        guard rules.level.admits(claims["acr"] as? String) else { throw .level }
        guard let subject = claims["sub"] as? String, (1...255).contains(subject.utf8.count),
            subject.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), BSNDetector.first(in: subject) == nil
        else { throw .subject }
        let values = claims[rules.claim] as? [String] ?? [claims[rules.claim] as? String].compactMap(\.self)
        let roles = Set(values.compactMap { rules.rolesByValue[$0] })
        let name = (claims["name"] as? String).map { $0.filter { !$0.isNewline }.prefix(100) } ?? ""
        return ProvenPerson(
            subject: subject, displayName: name.isEmpty ? "Medewerker" : String(name),
            // Of several roles the first in Role's order: an accountmanager's sees least.
            role: Role.allCases.first(where: roles.contains))
    }

    private static func check(_ claims: [String: Any], at now: TimeInterval) throws(TokenFault) {
        let leeway = TimeInterval(ProviderRules.leewaySeconds)
        guard let expires = (claims["exp"] as? NSNumber)?.doubleValue, now < expires + leeway else { throw .expired }
        guard let issued = (claims["iat"] as? NSNumber)?.doubleValue, issued <= now + leeway else { throw .issuedAt }
        guard expires - issued <= TimeInterval(ProviderRules.tokenSeconds) else { throw .tooLong }
        guard let start = claims["nbf"] else { return }
        guard let start = (start as? NSNumber)?.doubleValue, start <= now + leeway else { throw .notYetValid }
    }

    private static func object(_ bytes: [UInt8]) -> [String: Any]? {
        guard StrictJSON.isOne(bytes) else { return nil }
        return try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    }
}

/// Somebody for whom a provider vouches.
package struct ProvenPerson: Hashable, Sendable {
    /// A pseudonym for this provider and us.
    package let subject: String
    package let displayName: String
    /// Nil when no value of the claim gives one.
    package let role: Role?
}
