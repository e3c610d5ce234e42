import Access
import Domain
import Dossiers
import Foundation
import Testing
import Trust

@testable import hallowerk

/// A region's node for municipalities that deliver: administrators in a browser, and their files.
struct DeliveringNode: Sendable {
    static let header = "klantnummer;voornaam;achternaam;emailadres;telefoonnummer;postcode;geboortedatum\n"

    let node: InsideNode

    /// Rows of people with those numbers.
    static func rows(_ numbers: some Sequence<Int>, name: String = "Noor") -> String {
        numbers.map { "Z\($0);\(name);Jansen;n\($0)@voorbeeld.nl;0612345678;4201AB;1981-02-03\n" }.joined()
    }

    static func export(_ numbers: some Sequence<Int>, name: String = "Noor") -> String {
        header + rows(numbers, name: name)
    }

    /// A row with two faults.
    static func badRow(_ number: Int) -> String { "Z\(number);;Jansen;;;0000XX;1981-02-03\n" }

    /// Runs `body` with a started node that holds nobody.
    static func run(_ body: @escaping @Sendable (DeliveringNode) async throws -> Void) async throws {
        try await InsideFederation.run(
            [try InsideFederation.region("gorinchem")], people: { _ in [] }, gateway: false
        ) { federation in
            try await body(DeliveringNode(node: federation.node("gorinchem")))
        }
    }

    func municipality(_ index: Int) throws -> Municipality {
        try #require(node.footing.registry.value.member(node.code)).region.municipalities[index]
    }

    /// Somebody of a municipality, logged in in a browser; and the token of the session's forms.
    func browser(_ role: Role = .municipalAdministrator, of index: Int = 0) async throws -> (Browser, csrf: String) {
        let home = try municipality(index)
        let user = "\(role.rawValue.lowercased()).\(index)"
        try? await node.stores.accounts.add(
            Account(
                user: user, displayName: user, role: role, municipality: home.code, organisation: home.oin),
            password: InsideNode.password)
        let browser = Browser(node.portal)
        let entered = try await browser.post(
            "/inloggen", [("gebruiker", user), ("wachtwoord", InsideNode.password)])
        try #require(entered.status == 303)
        let token = try #require(browser.cookies.values.first)
        return (browser, try #require(try await node.stores.accounts.session(token: token)).csrfToken)
    }

    /// The page of a delivery once it shows `text`.
    @discardableResult
    func page(_ browser: Browser, _ path: String, until text: String) async throws -> Browser.Page {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let page = try await browser.get(path)
            try #require(page.status == 200, "\(page.status)")
            if page.html.contains(text) { return page }
            try #require(ContinuousClock.now < deadline, "\(page.html)")
            await Task.yield()
        }
    }

    /// Delivers a file, and waits until it is checked.
    func deliver(_ browser: Browser, _ csrf: String, _ file: String, until text: String = "Wat wilt u doen?")
        async throws
        -> (path: String, page: Browser.Page)
    {
        let sent = try await browser.upload("/leveringen", [("csrf", csrf)], file: file)
        try #require(sent.status == 303, "\(sent.status) \(sent.html)")
        let path = try #require(sent.location)
        return (path, try await page(browser, path, until: text))
    }

    /// Delivers a file, takes it, and waits until it is applied.
    @discardableResult
    func take(_ browser: Browser, _ csrf: String, _ file: String, complete: Bool = false) async throws -> Browser.Page {
        let (path, _) = try await deliver(browser, csrf, file)
        let fields = [("csrf", csrf), ("besluit", "overnemen")] + (complete ? [("compleet", "ja")] : [])
        let decided = try await browser.post(path + "/besluit", fields)
        try #require(decided.status == 303 && decided.location == path, "\(decided.html)")
        return try await page(browser, path, until: "Uw levering is verwerkt")
    }

    /// What is in the folder of imports.
    var kept: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: node.data + "/import")) ?? []).sorted()
    }

    func people(_ index: Int = 0) async throws -> [Dossier] {
        let code = try municipality(index).code
        var (all, last) = ([Dossier](), ProfileID?.none)
        while true {
            let page = try await node.stores.dossiers.dossiers(of: code, after: last, limit: 500)
            guard let end = page.last else { return all }
            all += page
            last = end.id
        }
    }
}

extension Browser.Page {
    /// The figure behind a word in the result.
    func figure(_ word: String) -> String? {
        guard let pattern = try? Regex("<dt>\(word)</dt><dd>([^<]*)</dd>") else { return nil }
        return html.firstMatch(of: pattern)?.output[1].substring.map(String.init)
    }
}
