import Domain
import Foundation
import PeerHTTP
import Trust
import Wire

extension FederationFace {
    /// Opens one profile for the person to whom this region gave `handle`, sealed so that only the asking region can
    /// read it.
    ///
    /// - Throws: as `answer(about:)`.
    func detail(_ handle: String, _ request: PeerRequest, _ responder: PeerResponder) async throws {
        let began = parts.now()
        let asker = try await asker(of: request, audience: .region(parts.keys.oin))
        try await admit(asker, request, repeatable: false)
        try await answer(
            about: handle, asker, request, responder, named: "profiel openen", started: began, opens: true
        ) { _, profile in
            try sealed(ProfileDetailJSON.encode(profile, region: parts.region), to: asker, as: handle)
        }
    }
}
