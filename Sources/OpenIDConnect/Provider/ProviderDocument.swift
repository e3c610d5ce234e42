import Foundation
import Wire

/// What a provider says of itself (OpenID Connect Discovery 1.0 §3), as far as it is used.
struct ProviderDocument: Sendable {
    let authorization: String
    let token: String
    let keys: String
    /// Its answers name their issuer (RFC 9207).
    let namesIssuer: Bool

    /// - Throws: `ProviderRefusal.document` for another issuer than was asked (§4.3), and for one that does not do what
    ///   NLGov's profile asks.
    init(_ bytes: [UInt8], issuer: String) throws(ProviderRefusal) {
        guard StrictJSON.isOne(bytes),
            let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        else { throw .document("it is no JSON object") }
        guard object["issuer"] as? String == issuer else { throw .document("it is of another issuer") }
        func endpoint(_ name: String) throws(ProviderRefusal) -> String {
            guard let url = object[name] as? String, url.utf8.count <= 2_048, ProviderRules.isSafe(url) else {
                throw .document("\(name) is no https address")
            }
            return url
        }
        authorization = try endpoint("authorization_endpoint")
        token = try endpoint("token_endpoint")
        keys = try endpoint("jwks_uri")
        func require(_ value: String, in name: String) throws(ProviderRefusal) {
            guard (object[name] as? [String] ?? []).contains(value) else {
                throw .document("\(name) does not have \(value)")
            }
        }
        try require("code", in: "response_types_supported")
        try require("S256", in: "code_challenge_methods_supported")
        try require("private_key_jwt", in: "token_endpoint_auth_methods_supported")
        let algorithms = Set(object["id_token_signing_alg_values_supported"] as? [String] ?? [])
        guard !algorithms.isDisjoint(with: IDToken.algorithms) else {
            throw .document("id_token_signing_alg_values_supported has none of RS256, PS256, ES256")
        }
        namesIssuer = object["authorization_response_iss_parameter_supported"] as? Bool ?? false
    }
}
