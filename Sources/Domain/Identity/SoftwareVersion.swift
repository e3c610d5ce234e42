/// The version of this software, as every process reports it (health, monitor, `API-Version` of its interfaces).
package enum SoftwareVersion {
    /// Semantic Versioning 2.0.
    package static let current = "0.1.0"
    /// The version of the HTTP interfaces; the major is in the path (`/v1`). Source: NL API Design Rules,
    /// `version-header`.
    package static let api = "1.0.0"
}
