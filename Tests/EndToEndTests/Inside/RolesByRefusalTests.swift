import Access
import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NodePortal
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("Roles by refusal: every page and call of the portal times every role, and nobody", .oneAtATime)
struct RolesByRefusalTests {
    /// Who may use a page or call.
    enum Allowed: Hashable {
        /// Also who is not logged in.
        case everybody
        case members
        case roles(Set<Role>)

        func admits(_ role: Role?) -> Bool {
            switch self {
            case .everybody: true
            case .members: role != nil
            case .roles(let roles): role.map(roles.contains) ?? false
            }
        }
    }

    private static let searchers = Allowed.roles([.accountManager, .caseManager])
    private static let caseManager = Allowed.roles([.caseManager])
    private static let administrator = Allowed.roles([.municipalAdministrator])
    private static let deliveries = Allowed.roles([.municipalAdministrator, .regionalIT])

    /// The one list of who may what on the portal (policy.md, P-ROL). A page or call that is not here fails the test.
    static let table: [String: Allowed] = [
        "GET /": .roles([.accountManager, .caseManager, .municipalAdministrator, .regionalIT, .processor]),
        "GET /inloggen": .everybody, "POST /inloggen": .everybody,
        "GET /inloggen/verder": .everybody, "POST /inloggen/verder": .everybody,
        "GET /inloggen/bij/{naam}": .everybody, "GET /inloggen/terug/{naam}": .everybody,
        "POST /uitloggen": .everybody, "GET /account": .members, "POST /account/sessies": .members,
        "POST /account/wachtwoord": .members, "POST /account/tweede-factor": .members,
        "POST /zoeken": searchers, "POST /aanvullen": searchers, "POST /profiel": searchers,
        "POST /zoekvraag": searchers, "GET /zoekvraag/{link}": searchers,
        "POST /eigen-regio": searchers, "POST /eigen-profiel": searchers,
        "GET /vacatures": searchers, "POST /vacatures": searchers, "GET /vacatures/{id}": searchers,
        "POST /vacatures/{id}": searchers, "POST /vacatures/{id}/weg": searchers,
        "POST /vacatures/{id}/kandidaten/{kandidaat}": searchers,
        "POST /vacatures/{id}/kandidaten/{kandidaat}/weg": searchers, "POST /op-lijst": searchers,
        "POST /zoekvragen": searchers, "POST /zoekvragen/{id}/weg": searchers,
        "POST /bericht": searchers, "GET /berichten": searchers, "POST /berichten/gelezen": caseManager,
        "POST /berichten/antwoord": caseManager, "POST /berichten/melding": searchers,
        "POST /v1/werkzoekende-profielen/{handvat}/berichten": searchers, "GET /v1/berichten": searchers,
        "POST /v1/berichten/{id}/gelezen": caseManager, "POST /v1/berichten/{id}/antwoord": caseManager,
        "GET /mensen": caseManager, "POST /mensen": caseManager, "POST /mensen/dossier": caseManager,
        "POST /mensen/bewerken": caseManager, "POST /mensen/opslaan": caseManager,
        "POST /mensen/zichtbaarheid": caseManager, "POST /mensen/geschiedenis": caseManager,
        "GET /leveringen": deliveries, "POST /leveringen": administrator, "GET /leveringen/{id}": administrator,
        "POST /leveringen/{id}/besluit": administrator, "GET /leveringen/{id}/afgekeurd": administrator,
        "GET /leveringen/{id}/ontbrekend": administrator,
        "GET /uitlevering": administrator, "POST /uitlevering": administrator,
        "GET /rollen": administrator, "GET /rollen/lijst.csv": administrator, "POST /rollen/toevoegen": administrator,
        "POST /rollen/rol": administrator, "POST /rollen/intrekken": administrator,
        "POST /rollen/sluiten": administrator, "POST /rollen/bevestigen": administrator,
        "POST /rollen/nieuw-begin": administrator,
        "GET /noodtoegang": .roles([.municipalAdministrator, .regionalIT, .processor]),
        "POST /noodtoegang": .roles([.regionalIT, .processor]),
        "POST /noodtoegang/besluit": administrator,
        "POST /noodtoegang/einde": .roles([.municipalAdministrator, .regionalIT, .processor]),
        "GET /v1/openapi.json": .everybody, "POST /v1/sessies": .everybody, "DELETE /v1/sessies": .members,
        "POST /v1/werkzoekende-profielen/_zoek": searchers, "GET /v1/werkzoekende-profielen/{handvat}": searchers,
        "POST /v1/eigen-profielen/_zoek": searchers, "GET /v1/eigen-profielen/{handvat}": searchers,
        "POST /v1/dossiers/_zoek": caseManager, "GET /v1/dossiers/{handvat}": caseManager,
        "PUT /v1/dossiers/{handvat}": caseManager, "POST /v1/dossiers/{handvat}/zichtbaarheid": caseManager,
        "GET /v1/dossiers/{handvat}/geschiedenis": caseManager,
        "GET /v1/leveringen": deliveries, "POST /v1/leveringen": administrator,
        "GET /v1/leveringen/{id}": administrator,
        "POST /v1/leveringen/{id}/besluit": administrator, "GET /v1/leveringen/{id}/afgekeurd": administrator,
        "GET /v1/leveringen/{id}/ontbrekend": administrator, "POST /v1/uitleveringen": administrator,
    ]

    @Test("as the list says, for each of them")
    func walk() async throws {
        try await InsideFederation.run(
            [InsideFederation.region("gorinchem")], people: { try InsideFederation.people(in: $0, count: 20) },
            gateway: false
        ) { federation in
            let node = try federation.node("gorinchem")
            let routes = try await Self.routes(of: node)
            let listed = Set(Self.table.keys)
            #expect(routes.subtracting(listed).sorted() == [], "pages and calls that nobody decided about")
            #expect(listed.subtracting(routes).sorted() == [], "listed, and not there")
            for role in [nil] + Role.allCases.map(Optional.some) {
                if let role { try await node.addAccount(role) }
                var session: Session?
                for route in routes.sorted() {
                    // Some end it.
                    if let role, try await !Self.isOpen(session, node) {
                        session = try await Self.session(node, role)
                    }
                    let outcome = try await Self.visit(route, session, node)
                    let allowed = Self.table[route]?.admits(role) ?? false
                    #expect(
                        outcome.isAllowed == allowed, "\(route) as \(role?.rawValue ?? "nobody"): \(outcome.status)")
                }
            }
        }
    }

    private static func routes(of node: InsideNode) async throws -> Set<String> {
        let (now, code) = (node.footing.now, node.code)
        let handles = HandleSealer(region: code, keys: node.stores.keys.handles, now: now)
        let references = ReferenceSealer(region: code, keys: node.stores.keys, now: now)
        let portal = Portal(
            try await node.wiring.portalParts(try node.gateways(), handles, references, PortalCounters()))
        return Set(portal.routes.filter { !$0.contains("/bestanden/") })
    }

    private static func isOpen(_ session: Session?, _ node: InsideNode) async throws -> Bool {
        guard let session else { return false }
        return try await node.stores.accounts.session(token: session.token) != nil
    }

    private static func session(_ node: InsideNode, _ role: Role) async throws -> Session {
        try await node.stores.accounts.logIn(
            user: role.rawValue.lowercased(), password: InsideNode.password, origin: "::1")
    }

    private struct Outcome {
        let status: Int
        let location: String?
        /// Refused is: not logged in, not allowed, or sent to the log-in.
        var isAllowed: Bool { ![401, 403].contains(status) && !(status == 303 && location == "/inloggen") }
    }

    /// Asks as a browser does, a program where the path says so; what is asked is malformed, but not to whom it is not
    /// for: that must be said first.
    private static func visit(_ route: String, _ session: Session?, _ node: InsideNode) async throws -> Outcome {
        let method = String(route.prefix { $0 != " " })
        let path = String(route.dropFirst(method.count + 1))
            .replacing("{id}", with: "00000000-0000-7000-8000-000000000000").replacing("{handvat}", with: "x.AAAA")
            .replacing("{naam}", with: "nergens").replacing("{kandidaat}", with: "1")
            .replacing("{link}", with: "AAAAAAAAAAAAAAAAAAAAAA")
        var request = HTTPClientRequest(url: node.portal + path)
        request.method = .init(rawValue: method)
        let isProgram = path.hasPrefix("/v1/")
        if let session {
            if isProgram {
                request.headers.add(name: "Authorization", value: "Bearer \(session.token)")
            } else {
                request.headers.add(name: "Cookie", value: "hallowerk-gorinchem=\(session.token)")
            }
        }
        let csrf = session?.csrfToken ?? ""
        if method != "GET" {
            let (type, body) = Self.body(of: path, csrf, isProgram)
            request.headers.add(name: "Content-Type", value: type)
            request.body = .bytes(Array(body.utf8))
        }
        let response = try await Self.client.execute(request, timeout: .seconds(20))
        _ = try await response.body.collect(upTo: 4 << 20)
        // A log-in that fails, and a log-out of nobody, are what the page is for.
        let status = Int(response.status.code)
        let isLogIn = ["POST /inloggen", "POST /inloggen/verder", "POST /uitloggen", "POST /v1/sessies"].contains(route)
        return Outcome(
            status: isLogIn || route.hasPrefix("GET /inloggen/") ? 200 : status,
            location: response.headers.first(name: "Location"))
    }

    private static func body(of path: String, _ csrf: String, _ isProgram: Bool) -> (type: String, body: String) {
        switch path {
        case "/leveringen":
            let part = "--grens\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(csrf)\r\n"
            let file = "--grens\r\nContent-Disposition: form-data; name=\"bestand\"; filename=\"x.csv\"\r\n\r\nx\r\n"
            return ("multipart/form-data; boundary=grens", part + file + "--grens--\r\n")
        case WirePath.deliveries: return ("text/csv", "x")
        default:
            return isProgram ? ("application/json", "{}") : ("application/x-www-form-urlencoded", "csrf=\(csrf)")
        }
    }

    private static let client = HTTPClient(configuration: .init(redirectConfiguration: .disallow))
}
