import Access
import Accountability
import Domain
import Foundation
import GRDB
import Testing
import Trust
import Wire

@testable import hallowerk

/// A node with a person whose every field is marked, one of another municipality of the region, and others around them.
enum OwnMunicipality {
    static let contactMarks = ["Merkvoornaam", "Merkachternaam", "merkmail@merk.example", "0687654321"]
    /// The same in spellings that no page uses, but a leak might.
    static let otherSpellings = ["4201QX", "1961-10-09", "2031-01-02"]
    /// What stands on pages of the own municipality only (P-DAT-3).
    static let internalMarks = [
        "merkklantnummer", "4201 QX", "9 oktober 1961", "09-10-1961", "merkklantmanager", "merkzaaknummer",
        "merkstraat", "2 januari 2031", "02-01-2031",
    ]

    static func marked(_ visibility: Dossier.Visibility, in municipality: MunicipalityCode) throws -> Dossier {
        Dossier(
            id: ProfileID(UUID(uuid: (15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0))),
            municipality: municipality,
            contact: Contact(
                givenName: "Merkvoornaam", familyName: "Merkachternaam", email: "merkmail@merk.example",
                phone: "0687654321"),
            internalFields: InternalFields(
                clientNumber: "merkklantnummer", postcode: try Postcode("4201 QX"),
                birthDay: try CalendarDay("1961-10-09"), caseManager: "merkklantmanager",
                caseNumber: "merkzaaknummer", street: "merkstraat 1", gender: .woman, support: .full, isToZo: true,
                serviceEnded: try CalendarDay("2031-01-02")),
            work: WorkProfile(
                occupations: ["paardenhoefsmid"], skills: ["hoefijzers"],
                motivation: "Bel Merkvoornaam op 0687654321.", experience: [], education: .mbo2, licences: [.car],
                languages: [], hours: try WeeklyHours(minimum: 24, maximum: 36),
                availableFrom: try CalendarDay("2026-12-01"), targetGroups: [.bbl]), visibility: visibility)
    }

    /// Runs `body` on a node of the region Gorinchem, beside one of Zeeland.
    static func run(
        _ visibility: Dossier.Visibility = .hidden,
        body: @escaping @Sendable (InsideNode, MunicipalityCode, MunicipalityCode) async throws -> Void
    ) async throws {
        try await federated(visibility) { federation, first, second in
            try await body(try federation.node("gorinchem"), first, second)
        }
    }

    /// The same, with the whole federation at hand.
    static func federated(
        _ visibility: Dossier.Visibility,
        body: @escaping @Sendable (InsideFederation, MunicipalityCode, MunicipalityCode) async throws -> Void
    ) async throws {
        let home = try InsideFederation.region("gorinchem")
        let (first, second) = (home.municipalities[0].code, home.municipalities[1].code)
        try await InsideFederation.run(
            [home, try InsideFederation.region("zeeland")],
            people: { region in
                let crowd = try InsideFederation.people(in: region, count: 30)
                guard region.code == home.code else { return crowd }
                return crowd + [try marked(visibility, in: first), try stranger(in: second)]
            }
        ) { federation in try await body(federation, first, second) }
    }

    static func stranger(in municipality: MunicipalityCode) throws -> Dossier {
        let other = try marked(.hidden, in: municipality)
        return Dossier(
            id: ProfileID(UUID(uuid: (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1))), municipality: municipality,
            contact: Contact(givenName: "Buur", familyName: "Merkachternaam-Buur", email: "", phone: ""),
            internalFields: other.internalFields, work: other.work)
    }
}

/// Somebody who is logged in with a browser, and the token that every form carries.
struct Desk: Sendable {
    let browser: Browser
    let csrf: String

    static func enter(
        _ node: InsideNode, _ role: Role, of municipality: MunicipalityCode? = nil, as user: String? = nil
    ) async throws -> Desk {
        let home = try #require(node.footing.registry.value.member(node.code)).region
        let place = try #require(home.municipalities.first { municipality == nil || $0.code == municipality })
        let name = user ?? role.rawValue.lowercased()
        if try await !node.stores.accounts.accounts().contains(where: { $0.user == name }) {
            let account = Account(
                user: name, displayName: "Mevrouw \(name)", role: role, municipality: place.code,
                organisation: place.oin)
            try await node.stores.accounts.add(account, password: InsideNode.password)
        }
        let browser = Browser(node.portal)
        let entered = try await browser.post(
            "/inloggen", [("gebruiker", name), ("wachtwoord", InsideNode.password)])
        try #require(entered.status == 303)
        // Each role starts elsewhere; the page that is not there has everybody's menu and token.
        return Desk(browser: browser, csrf: try #require(try await browser.get("/bestaat-niet").value("csrf")))
    }

    func post(_ path: String, _ fields: [(String, String)]) async throws -> Browser.Page {
        try await browser.post(path, [("csrf", csrf)] + fields)
    }

    /// The handle of whoever is found first.
    func handle(_ name: String = "merkachternaam") async throws -> String {
        let found = try await post("/mensen", [("naam", name)])
        return try #require(found.values("handvat").first, "\(found.status)")
    }

    /// The fields of an edit form as a browser would send them back, some changed.
    func form(_ page: Browser.Page, _ changes: [String: String] = [:]) -> [(String, String)] {
        let names = DossierField.keptByMunicipality.map(\.rawValue) + ["handvat", "revisie"]
        return names.compactMap { name in
            let chosen = (try? Regex("<select id=\"\(name)\"(?s:.*?)</select>")).flatMap {
                page.html.firstMatch(of: $0)
            }
            .map { String(page.html[$0.range]) }
            .flatMap { $0.firstMatch(of: #/value="([^"]*)" selected/#).map { String($0.output.1) } }
            guard name != "doelgroepen" else { return ("doelgroepen", "bbl") }
            return (changes[name] ?? chosen ?? page.value(name)).map { (name, $0) }
        }
    }
}

extension InsideNode {
    /// Every line of the audit log, as one text each.
    func audit() async throws -> [String] {
        try await DatabaseQueue(path: data + "/" + DataFile.accountability, configuration: .patient).read { database in
            try Row.fetchAll(database, sql: "SELECT action, object, result, actor FROM audit ORDER BY number").map {
                "\($0[0] as String) | \($0[1] as String) | \($0[2] as String) | \($0[3] as String)"
            }
        }
    }

    /// Every line of the log of processings.
    func processings() async throws -> [String] {
        try await DatabaseQueue(path: data + "/" + DataFile.accountability, configuration: .patient).read { database in
            try Row.fetchAll(database, sql: "SELECT name, activity, subjects FROM processing ORDER BY number").map {
                "\($0[0] as String) | \($0[1] as String) | \($0[2] as String? ?? "")"
            }
        }
    }
}
