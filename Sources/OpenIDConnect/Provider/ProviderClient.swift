package import Foundation
package import Logging
import Synchronization

/// Lets somebody log in at one identity provider: the authorization code flow with PKCE, and nothing else.
package final class ProviderClient: Sendable {
    /// What was read of the provider, and when.
    private struct Read {
        var document: (value: ProviderDocument, at: Date)?
        var keys: (value: ProviderKeys, at: Date)?
    }

    package let rules: ProviderRules
    private let http: ProviderHTTP
    private let read = Mutex(Read())
    private let now: @Sendable () -> Date
    private let logger: Logger

    package init(_ rules: ProviderRules, now: @escaping @Sendable () -> Date, logger: Logger) {
        self.rules = rules
        http = ProviderHTTP(authorities: rules.authorities)
        self.now = now
        self.logger = logger
    }

    /// What the browser is sent to, and what must come back.
    ///
    /// - Throws: `ProviderRefusal`.
    package func begin() async throws(ProviderRefusal) -> (address: String, pending: PendingLogIn) {
        let document = try await document()
        let pending = PendingLogIn(provider: rules.name, at: now())
        let query = FormText.encode([
            ("response_type", "code"), ("client_id", rules.clientID), ("redirect_uri", rules.callback),
            ("scope", "openid profile"), ("state", pending.state), ("nonce", pending.nonce),
            ("code_challenge", pending.challenge), ("code_challenge_method", "S256"),
            ("acr_values", rules.level.values.joined(separator: " ")),
        ])
        let separator = document.authorization.contains("?") ? "&" : "?"
        return (document.authorization + separator + query, pending)
    }

    /// Who came back.
    ///
    /// - Parameters:
    ///   - answer: the fields of the query with which the browser came back.
    ///   - pending: what the browser kept.
    /// - Throws: `ProviderRefusal`.
    package func finish(
        _ answer: [String: String], pending: PendingLogIn
    ) async throws(ProviderRefusal) -> ProvenPerson {
        guard pending.provider == rules.name, let state = answer["state"], state == pending.state else {
            throw .wrongState
        }
        guard now() < pending.expires else { throw .late }
        let document = try await document()
        guard answer["iss"] == rules.issuer || answer["iss"] == nil && !document.namesIssuer else { throw .wrongIssuer }
        if let error = answer["error"] { throw .denied(Self.known(error)) }
        guard let code = answer["code"], (1...2_048).contains(code.utf8.count) else { throw .wrongState }
        return try await person(of: try await exchange(code, pending, document), pending, document)
    }

    /// The ID token for which `code` is exchanged.
    private func exchange(
        _ code: String, _ pending: PendingLogIn, _ document: ProviderDocument
    ) async throws(ProviderRefusal) -> String {
        guard
            let assertion = try? await rules.key.assertion(of: rules.clientID, to: document.token, at: now())
        else { throw .codeRefused }
        let bytes = try await http.ask(
            document.token,
            form: [
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", rules.callback),
                ("code_verifier", pending.verifier), ("client_id", rules.clientID),
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ("client_assertion", assertion),
            ], part: "token")
        guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
            (object["token_type"] as? String)?.lowercased() == "bearer", let token = object["id_token"] as? String
        else { throw .codeRefused }
        return token
    }

    private func person(
        of text: String, _ pending: PendingLogIn, _ document: ProviderDocument
    ) async throws(ProviderRefusal) -> ProvenPerson {
        do throws(TokenFault) {
            let token = try IDToken(text)
            let keys: ProviderKeys
            do throws(ProviderRefusal) {
                keys = try await self.keys(document, having: token.key)
            } catch {
                throw TokenFault.unknownKey
            }
            try await keys.verify(token)
            return try token.person(for: rules, nonce: pending.nonce, at: now())
        } catch {
            throw .token(error)
        }
    }

    /// The provider's document: read once, and again when it is old. While it cannot be read, the one before is used.
    private func document() async throws(ProviderRefusal) -> ProviderDocument {
        let (known, time) = (read.withLock { $0.document }, now())
        if let known, time < known.at.addingTimeInterval(TimeInterval(ProviderRules.documentSeconds)) {
            return known.value
        }
        let address =
            (rules.issuer.hasSuffix("/") ? String(rules.issuer.dropLast()) : rules.issuer)
            + "/.well-known/openid-configuration"
        do throws(ProviderRefusal) {
            let document = try ProviderDocument(try await http.ask(address, part: "document"), issuer: rules.issuer)
            read.withLock { $0.document = (document, time) }
            return document
        } catch {
            logger.error(
                "an identity provider's document cannot be used",
                metadata: ["provider": "\(rules.name)", "reason": "\(error)"])
            if let known, case .unreachable = error { return known.value }
            throw error
        }
    }

    /// The provider's keys; read again when they are old, and for a key that is not among them, but not more often
    /// than once a minute.
    private func keys(
        _ document: ProviderDocument, having name: String
    ) async throws(ProviderRefusal) -> ProviderKeys {
        let (known, time) = (read.withLock { $0.keys }, now())
        if let known {
            let age = time.timeIntervalSince(known.at)
            let isFresh = age < TimeInterval(ProviderRules.documentSeconds)
            if isFresh, known.value.has(name) || age < TimeInterval(ProviderRules.keySearchSeconds) {
                return known.value
            }
        }
        let keys = try ProviderKeys(try await http.ask(document.keys, part: "keys"))
        read.withLock { $0.keys = (keys, time) }
        return keys
    }

    /// Only codes of the protocol come further than here (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6).
    private static func known(_ error: String) -> String {
        let codes: Set<String> = [
            "access_denied", "unauthorized_client", "invalid_request", "unsupported_response_type", "invalid_scope",
            "server_error", "temporarily_unavailable", "interaction_required", "login_required",
            "account_selection_required", "consent_required", "unmet_authentication_requirements",
        ]
        return codes.contains(error) ? error : "other"
    }
}
