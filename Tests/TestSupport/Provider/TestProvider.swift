package import Crypto
import Domain
package import Foundation
import Synchronization

/// An identity provider on loopback as NLGov's profile asks it (OIDC NLGov 1.0.1), with real keys: authorization code
/// with PKCE S256, `private_key_jwt`, ES256. It refuses what a real one must, and a test can have it do wrong.
package final class TestProvider: Sendable {
    /// What a test has it do otherwise.
    package struct Conduct: Sendable {
        /// Claims in place of those it would state; `NSNull` leaves one out.
        package var claims: @Sendable () -> [String: Any] = { [:] }
        package var document: @Sendable () -> [String: Any] = { [:] }
        /// The error with which it sends the browser back.
        package var error: String?
        /// The issuer that it names with the code (RFC 9207); nil for its own.
        package var issuerNamed: String?
        package var namesIssuer = true
        /// It does not answer at the token endpoint.
        package var isSilent = false
        /// Its key has another name from now on.
        package var keyName = "sleutel-1"
        /// Signed with a key that it does not publish.
        package var signsWithOther = false

        package init() {}
    }

    private struct Granted {
        let challenge, nonce, callback: String
    }

    private struct State {
        var conduct = Conduct()
        var granted: [String: Granted] = [:]
        var refusals: [String] = []
        var keyReads = 0
        var documentReads = 0
        var assertions: Set<String> = []
    }

    package static let clientID = "hallowerk-portaal"

    private let state = Mutex(State())
    private let key = P256.Signing.PrivateKey()
    private let otherKey = P256.Signing.PrivateKey()
    /// The client's public key.
    private let client: P256.Signing.PublicKey
    private let server = Mutex<LoopbackHTTP?>(nil)
    private let now: @Sendable () -> Date
    /// The client's key, as a file that only its owner reads; gone with the provider.
    package let keyFile = NSTemporaryDirectory() + "hallowerk-oidc-\(UUID().uuidString).key"

    /// A provider of a client whose key is in `keyFile`.
    package convenience init(now: @escaping @Sendable () -> Date) async throws {
        let key = P256.Signing.PrivateKey()
        try await self.init(client: key.publicKey, now: now)
        _ = FileManager.default.createFile(
            atPath: keyFile, contents: Data(key.pemRepresentation.utf8), attributes: [.posixPermissions: 0o600])
    }

    /// - Parameter now: the clock of what it states.
    package init(client: P256.Signing.PublicKey, now: @escaping @Sendable () -> Date) async throws {
        self.client = client
        self.now = now
        let started = try await LoopbackHTTP { [weak self] request in self?.answer(request) }
        server.withLock { $0 = started }
    }

    package var issuer: String { "http://127.0.0.1:\(server.withLock { $0?.port ?? 0 })" }
    /// Why it refused, in order.
    package var refusals: [String] { state.withLock(\.refusals) }
    package var keyReads: Int { state.withLock(\.keyReads) }
    package var documentReads: Int { state.withLock(\.documentReads) }

    package func conduct(_ change: (inout Conduct) -> Void) { state.withLock { change(&$0.conduct) } }

    deinit { try? FileManager.default.removeItem(atPath: keyFile) }

    package func close() async throws { try await server.withLock(\.self)?.close() }

    /// A browser's visit to an address of the provider: where it is sent next, or nil.
    package func visit(_ address: String) -> String? {
        guard address.hasPrefix(issuer + "/") else { return nil }
        let request = LoopbackHTTP.Request(
            method: "GET", target: String(address.dropFirst(issuer.count)), headers: [:], body: "")
        return answer(request)?.headers.first { $0.0 == "Location" }?.1
    }

    private func answer(_ request: LoopbackHTTP.Request) -> LoopbackHTTP.Answer? {
        let path = String(request.target.prefix { $0 != "?" })
        let query = Self.fields(String(request.target.dropFirst(path.count + 1)))
        switch path {
        case "/.well-known/openid-configuration":
            state.withLock { $0.documentReads += 1 }
            return Self.json(document())
        case "/sleutels":
            let name = state.withLock { state in
                state.keyReads += 1
                return state.conduct.keyName
            }
            return Self.json(["keys": [Self.jwk(key.publicKey, name)]])
        case "/inloggen": return authorize(query)
        case "/token":
            guard !state.withLock({ $0.conduct.isSilent }) else { return nil }
            return token(Self.fields(request.body))
        default: return LoopbackHTTP.Answer(404)
        }
    }

    private func document() -> [String: Any] {
        let conduct = state.withLock(\.conduct)
        let standard: [String: Any] = [
            "issuer": issuer, "authorization_endpoint": issuer + "/inloggen", "token_endpoint": issuer + "/token",
            "jwks_uri": issuer + "/sleutels", "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "authorization_response_iss_parameter_supported": conduct.namesIssuer,
        ]
        return standard.merging(conduct.document()) { $1 }.filter { !($0.value is NSNull) }
    }

    private func refuse(_ reason: String) -> LoopbackHTTP.Answer {
        state.withLock { $0.refusals.append(reason) }
        return LoopbackHTTP.Answer(400, #"{"error":"invalid_request"}"#)
    }

    /// Somebody is logged in here always; what a browser would ask is left out.
    private func authorize(_ query: [String: String]) -> LoopbackHTTP.Answer {
        guard query["response_type"] == "code", query["client_id"] == Self.clientID else { return refuse("client") }
        guard query["code_challenge_method"] == "S256", let challenge = query["code_challenge"], challenge.count == 43
        else { return refuse("challenge") }
        guard let nonce = query["nonce"], let given = query["state"], nonce.count >= 22, given.count >= 22,
            nonce != given
        else { return refuse("state or nonce") }
        guard let callback = query["redirect_uri"], query["scope"]?.contains("openid") == true else {
            return refuse("redirect_uri or scope")
        }
        let conduct = state.withLock(\.conduct)
        var back = "state=\(given)"
        if conduct.namesIssuer { back += "&iss=\(Self.escaped(conduct.issuerNamed ?? issuer))" }
        if let error = conduct.error {
            back += "&error=\(error)"
        } else {
            let code = UUID().uuidString
            state.withLock { $0.granted[code] = Granted(challenge: challenge, nonce: nonce, callback: callback) }
            back += "&code=\(code)"
        }
        return LoopbackHTTP.Answer(302, headers: [("Location", "\(callback)?\(back)")])
    }

    private func token(_ form: [String: String]) -> LoopbackHTTP.Answer {
        guard form["grant_type"] == "authorization_code", let code = form["code"],
            let granted = state.withLock({ $0.granted.removeValue(forKey: code) })
        else { return refuse("code") }
        guard granted.callback == form["redirect_uri"] else { return refuse("redirect_uri") }
        let digest = Self.base64URL(Array(SHA256.hash(data: Array((form["code_verifier"] ?? "").utf8))))
        guard digest == granted.challenge else { return refuse("verifier") }
        guard let refusal = refusal(of: form) else {
            return Self.json(["token_type": "Bearer", "access_token": "x", "id_token": idToken(nonce: granted.nonce)])
        }
        return refuse(refusal)
    }

    /// What is wrong with the client's assertion (RFC 7523 §3); nil for nothing.
    private func refusal(of form: [String: String]) -> String? {
        guard form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" else {
            return "assertion type"
        }
        let parts = (form["client_assertion"] ?? "").split(separator: ".").map(String.init)
        guard parts.count == 3, let signature = Self.decoded(parts[2]),
            let signed = try? P256.Signing.ECDSASignature(rawRepresentation: signature),
            client.isValidSignature(signed, for: Array("\(parts[0]).\(parts[1])".utf8))
        else { return "assertion signature" }
        let claims =
            Self.decoded(parts[1])
            .flatMap { try? JSONSerialization.jsonObject(with: Data($0)) as? [String: Any] } ?? [:]
        guard claims["iss"] as? String == Self.clientID, claims["sub"] as? String == Self.clientID,
            claims["aud"] as? String == issuer + "/token"
        else { return "assertion claims" }
        guard let id = claims["jti"] as? String, state.withLock({ $0.assertions.insert(id).inserted }) else {
            return "assertion used before"
        }
        let expires = (claims["exp"] as? NSNumber)?.doubleValue ?? 0
        let now = now().timeIntervalSince1970
        return now < expires && expires <= now + 300 ? nil : "assertion expired"
    }

    private func idToken(nonce: String) -> String {
        let (conduct, time) = (state.withLock(\.conduct), Int(now().timeIntervalSince1970))
        let standard: [String: Any] = [
            "iss": issuer, "aud": Self.clientID, "sub": "c2x1YmplY3Q", "iat": time, "exp": time + 300,
            "nonce": nonce, "acr": "http://eidas.europa.eu/LoA/substantial", "name": "J. de Wit",
            "rollen": ["HW-Account"],
        ]
        let claims = standard.merging(conduct.claims()) { $1 }.filter { !($0.value is NSNull) }
        let header: [String: Any] = ["alg": "ES256", "kid": conduct.keyName, "typ": "JWT"]
        let input = Self.part(header) + "." + Self.part(claims)
        let signer = conduct.signsWithOther ? otherKey : key
        let signature = (try? signer.signature(for: Array(input.utf8)).rawRepresentation) ?? Data()
        return input + "." + Self.base64URL(Array(signature))
    }
}

extension TestProvider {
    package static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// A part of a token.
    package static func part(_ object: [String: Any]) -> String {
        base64URL(Array((try? JSONSerialization.data(withJSONObject: object)) ?? Data()))
    }

    /// A public key as a JSON Web Key.
    package static func jwk(_ key: P256.Signing.PublicKey, _ name: String) -> [String: String] {
        let raw = Array(key.rawRepresentation)
        return [
            "kty": "EC", "crv": "P-256", "use": "sig", "kid": name, "x": base64URL(Array(raw[..<32])),
            "y": base64URL(Array(raw[32...])),
        ]
    }

    fileprivate static func json(_ object: [String: Any]) -> LoopbackHTTP.Answer {
        let body = (try? JSONSerialization.data(withJSONObject: object)) ?? Data()
        return LoopbackHTTP.Answer(
            200, String(decoding: body, as: UTF8.self), headers: [("Content-Type", "application/json")])
    }

    fileprivate static func decoded(_ text: String) -> [UInt8]? {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
        return Data(base64Encoded: standard + padding).map(Array.init)
    }

    fileprivate static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    /// The fields of a query or a form.
    package static func fields(_ text: String) -> [String: String] {
        Dictionary(
            text.split(separator: "&").map { pair in
                let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let value = sides.count > 1 ? String(sides[1]).removingPercentEncoding ?? "" : ""
                return (String(sides[0]), value)
            }, uniquingKeysWith: { one, _ in one })
    }
}
