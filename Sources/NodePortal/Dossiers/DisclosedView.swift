import Domain
import Wire

/// What others see of a dossier, or would see if it were visible: made as their answer is made, and read as they read
/// it.
///
/// - Important: For the person's own municipality, who sees the dossier itself; never for an answer to anybody else.
struct DisclosedView: Sendable {
    let detail: ProfileDetail
    /// The document that others receive.
    let json: [UInt8]

    /// - Throws: only for a document of ours that we cannot read.
    init(_ dossier: Dossier, region: RegionCode) throws {
        var shown = dossier
        shown.visibility = .visible
        guard let profile = ShowcaseProfile(disclosing: shown) else { throw Problem.internalError() }
        json = ProfileDetailJSON.encode(profile, region: region)
        detail = try ProfileDetailJSON.decode(json)
    }
}
