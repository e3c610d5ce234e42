/// Paths of the HTTP interfaces (design.md §6).
package enum WirePath {
    package static let profiles = "/v1/werkzoekende-profielen"
    package static let search = "/v1/werkzoekende-profielen/_zoek"
    /// With `/{regio}/verwijzingen/_zoek` and `/{regio}/berichten/_zoek`: asked of one region.
    package static let regions = "/v1/regios"
    /// The region's own hidden people, on its portal only.
    package static let homeProfiles = "/v1/eigen-profielen"
    package static let homeSearch = "/v1/eigen-profielen/_zoek"
    package static let health = "/v1/gezondheid"
    package static let standings = "/v1/knooppunten"
    /// A node's own; a gateway's with `/{tijdvak}`.
    package static let statistics = "/v1/statistiek"
    /// The newest epoch of a gateway, whatever its number.
    package static let currentEpoch = "/v1/statistiek/huidig"
    /// The signed registry, of a gateway.
    package static let registry = "/v1/register"
    /// The revocation lists of the federation's CAs, of a gateway.
    package static let revocations = "/v1/intrekkingslijsten"
    package static let openAPI = "/v1/openapi.json"
    package static let dossiers = "/v1/dossiers"
    package static let findDossiers = "/v1/dossiers/_zoek"
    package static let deliveries = "/v1/leveringen"
    package static let exports = "/v1/uitleveringen"
    /// A user's messages, on the portal only.
    package static let messages = "/v1/berichten"
    package static let sessions = "/v1/sessies"
}

/// Header fields of the HTTP interfaces.
package enum WireHeader {
    package static let verklaring = "HalloWerk-Verklaring"
    package static let transaction = "Fsc-Transaction-Id"
    package static let timeLimit = "HalloWerk-Tijdslimiet-Ms"
    package static let trace = "traceparent"
    /// A gateway's signature over an epoch (`EpochSignature`).
    package static let signature = "HalloWerk-Handtekening"
    /// The number of the epoch that is sent, in quotes, and that of the one that the asker has (RFC 9110 §8.8.3,
    /// §13.1.2).
    package static let tag = "ETag"
    package static let noneMatch = "If-None-Match"
    package static let version = "API-Version"
    /// The serial of the registry that a gateway has, in its probes: a node that has an older one fetches.
    package static let registry = "HalloWerk-Register"
}

/// Media types of the HTTP interfaces.
package enum MediaType {
    package static let json = "application/json"
    package static let ndjson = "application/x-ndjson"
    /// Server-sent events. Source: HTML Living Standard §9.2.
    package static let events = "text/event-stream"
    package static let problem = "application/problem+json"
    /// A compact JWS. Source: RFC 7515 §9.2.1.
    package static let jose = "application/jose"
    /// Blocks of PEM. Source: RFC 7468.
    package static let pem = "application/x-pem-file"
    package static let sealed = "application/octet-stream"
}
