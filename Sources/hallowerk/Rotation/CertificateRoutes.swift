import Foundation
import Hummingbird
import PeopleHTTP

/// What a process's control socket says of its certificates, and has it read them again. Whoever can open the socket
/// can replace the files and stop the process, so nobody signs in for it.
struct CertificateRoutes: Sendable {
    static let path = "/v1/certificaten"
    static let reload = path + "/herladen"

    /// One face, as it is written and read.
    struct Row: Codable, Sendable {
        let gezicht, serienummer: String
        let geldigTot: Date
        /// Before this request.
        let vorigSerienummer: String
        /// Why its files were not taken.
        let geweigerd: String?
    }

    let watch: CertificateWatch

    func add(to router: Router<FaceContext>) {
        router.get(.init(Self.path)) { _, _ in try Self.response(await watch.inUse) }
        router.post(.init(Self.reload)) { _, _ in try Self.response(await watch.reload()) }
    }

    private static func response(_ outcomes: [CertificateWatch.Outcome]) throws -> Response {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let rows = outcomes.map {
            Row(
                gezicht: $0.face, serienummer: $0.inUse.serial, geldigTot: $0.inUse.expires,
                vorigSerienummer: $0.before.serial, geweigerd: $0.refusal)
        }
        return .document(.ok, Array(try encoder.encode(rows)), "application/json")
    }

    static func read(_ json: [UInt8]) throws -> [Row] {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode([Row].self, from: Data(json))
    }
}
