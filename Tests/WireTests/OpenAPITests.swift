import Domain
import Foundation
import Testing
import Wire

/// An OpenAPI document, read as the linter of the NL API Design Rules reads one.
struct APIDocument: Sendable {
    let name: String
    private let bytes: [UInt8]

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    static let all = searching + [APIDocument("monitor", OpenAPIDocument.monitor())]
    static let searching = [
        APIDocument("node", OpenAPIDocument.node()), APIDocument("gateway", OpenAPIDocument.gateway()),
        APIDocument("portal", OpenAPIDocument.portal()),
    ]

    func root() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    func paths() throws -> [String: [String: [String: Any]]] {
        try #require(try root()["paths"] as? [String: [String: [String: Any]]])
    }

    /// Every operation: path, method and what is said of it.
    func operations() throws -> [(path: String, method: String, operation: [String: Any])] {
        try paths().flatMap { path, methods in methods.map { (path, $0.key, $0.value) } }
    }

    func schemas() throws -> [String: [String: Any]] {
        let components = try #require(try root()["components"] as? [String: Any])
        return try #require(components["schemas"] as? [String: [String: Any]])
    }

    /// Every object anywhere in the document.
    func objects() throws -> [[String: Any]] {
        func below(_ value: Any) -> [[String: Any]] {
            if let object = value as? [String: Any] { return [object] + object.values.flatMap(below) }
            return (value as? [Any])?.flatMap(below) ?? []
        }
        return below(try root())
    }
}

@Suite("The descriptions keep the NL API Design Rules")
struct OpenAPITests {
    @Test("OpenAPI 3, a contact, a version with three numbers, https and /v1", arguments: APIDocument.all)
    func root(_ document: APIDocument) throws {
        let root = try document.root()
        let info = try #require(root["info"] as? [String: Any])
        let contact = try #require(info["contact"] as? [String: String])
        #expect((root["openapi"] as? String)?.hasPrefix("3.") == true)
        #expect(["name", "email", "url"].allSatisfy { contact[$0]?.isEmpty == false })
        #expect((info["version"] as? String)?.wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
        for server in try #require(root["servers"] as? [[String: String]]) {
            let url = try #require(server["url"])
            #expect(url.hasPrefix("https://") && url.hasSuffix("/v1"))
        }
    }

    @Test(
        "paths in kebab-case without a slash at the end; keys in camelCase; nothing sensitive in them",
        arguments: APIDocument.all)
    func names(_ document: APIDocument) throws {
        let path = /(\/([a-z0-9\-]+|\{[a-zA-Z]+\}))+(\/_[a-z]+)?|\/openapi\.json/
        for (name, _, operation) in try document.operations() {
            #expect(name.wholeMatch(of: path) != nil, "\(name)")
            for parameter in operation["parameters"] as? [[String: Any]] ?? [] {
                #expect(parameter["in"] as? String != "query", "\(name): what is asked stands in no URL")
            }
        }
        let camelCase = /[a-z][a-z\d]*([A-Z][A-Z\d]*[a-z\d]*)*/
        for object in try document.objects() {
            for property in (object["properties"] as? [String: Any] ?? [:]).keys {
                #expect(property.wholeMatch(of: camelCase) != nil, "\(property)")
            }
        }
    }

    @Test(
        "every operation says who it is, every answer has a version, every refusal is a problem",
        arguments: APIDocument.all)
    func operations(_ document: APIDocument) throws {
        var ids: Set<String> = []
        for (path, method, operation) in try document.operations() {
            let place = "\(method) \(path)"
            let id = try #require(operation["operationId"] as? String)
            #expect(ids.insert(id).inserted, "\(place): \(id) twice")
            #expect((operation["summary"] as? String)?.isEmpty == false && (operation["tags"] as? [String])?.count == 1)
            let responses = try #require(operation["responses"] as? [String: [String: Any]])
            #expect(responses.keys.contains { $0.hasPrefix("2") }, "\(place)")
            let takesInput = operation["requestBody"] != nil || !(operation["parameters"] as? [Any] ?? []).isEmpty
            #expect(!takesInput || responses["400"] != nil, "\(place): input can be wrong")
            #expect(responses["422"] == nil)
            for (status, response) in responses {
                #expect((response["headers"] as? [String: Any])?["API-Version"] != nil, "\(place) \(status)")
                guard Int(status).map({ $0 >= 400 }) == true else { continue }
                let content = try #require(response["content"] as? [String: [String: [String: String]]])
                #expect(content == ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Probleem"]]])
            }
        }
    }

    @Test(
        "a problem has status, title and detail; each reference leads somewhere; each schema is used",
        arguments: APIDocument.all)
    func schemas(_ document: APIDocument) throws {
        let schemas = try document.schemas()
        let required = try #require(schemas["Probleem"]?["required"] as? [String])
        #expect(Set(required) == ["status", "title", "detail"])
        let references = Set(try document.objects().compactMap { $0["$ref"] as? String })
        #expect(references == Set(schemas.keys.map { "#/components/schemas/\($0)" }))
        for object in try document.objects() {
            let properties = object["properties"] as? [String: Any] ?? [:]
            #expect((object["required"] as? [String] ?? []).allSatisfy { properties[$0] != nil })
        }
    }

    @Test("what can be chosen in a search is what the trade knows", arguments: APIDocument.searching)
    func choices(_ document: APIDocument) throws {
        let search = try #require(try document.schemas()["Zoekvraag"]?["properties"] as? [String: [String: Any]])
        let filters = try #require(search["filters"]?["properties"] as? [String: [String: Any]])
        func choices(_ schema: [String: Any]?) -> [String]? {
            (schema?["enum"] ?? (schema?["items"] as? [String: Any])?["enum"]) as? [String]
        }
        #expect(choices(search["sortering"]) == SearchOrder.allCases.map(\.rawValue))
        #expect(choices(search["facetten"]) == Facet.allCases.map(\.rawValue))
        #expect(choices(filters["opleidingsniveaus"]) == EducationLevel.allCases.map(\.rawValue))
        #expect(choices(filters["rijbewijzen"]) == DrivingLicence.allCases.map(\.rawValue))
        #expect(choices(filters["contractvormen"]) == ContractForm.allCases.map(\.rawValue))
        #expect(choices(filters["sectoren"]) == Sector.allCases.map(\.rawValue))
        #expect(choices(filters["doelgroepen"]) == TargetGroup.allCases.map(\.rawValue))
        let language = try #require((filters["talen"]?["items"] as? [String: Any])?["properties"] as? [String: Any])
        #expect(choices(language["niveau"] as? [String: Any]) == LanguageSkill.Level.allCases.map(\.rawValue))
    }

    @Test("each path that a face serves is described")
    func whole() throws {
        let documents = try Dictionary(
            uniqueKeysWithValues: APIDocument.all.map { ($0.name, Set(try $0.paths().keys)) })
        let shared = [WirePath.search, WirePath.profiles + "/{handvat}", WirePath.openAPI]
        let region = [
            WirePath.profiles + "/{handvat}/verwijzingen", WirePath.regions + "/{regio}/verwijzingen/_zoek",
            WirePath.profiles + "/{handvat}/berichten", WirePath.regions + "/{regio}/berichten/_zoek",
        ]
        let served = [
            "node": shared + region + [WirePath.health, WirePath.statistics],
            "gateway": shared + region + [
                WirePath.health, WirePath.standings, WirePath.standings + "/{oin}/gezondheid",
                WirePath.statistics + "/{tijdvak}", WirePath.registry, WirePath.revocations,
            ],
            "portal": shared + [
                WirePath.profiles + "/{handvat}/berichten", WirePath.messages,
                WirePath.messages + "/{bericht}/gelezen", WirePath.messages + "/{bericht}/antwoord",
                WirePath.sessions, WirePath.homeSearch, WirePath.homeProfiles + "/{handvat}",
                WirePath.findDossiers, WirePath.dossiers + "/{handvat}",
                WirePath.dossiers + "/{handvat}/zichtbaarheid", WirePath.dossiers + "/{handvat}/geschiedenis",
            ]
                + [WirePath.exports, WirePath.deliveries]
                + ["", "/besluit", "/afgekeurd", "/ontbrekend"].map { WirePath.deliveries + "/{levering}" + $0 },
        ]
        let monitor = WirePath.standings
        let monitored = [
            monitor, monitor + "/{regio}", monitor + "/{regio}/historie/{periode}", "/v1/incidenten", WirePath.openAPI,
        ]
        for (name, paths) in served.merging(["monitor": monitored], uniquingKeysWith: { $1 }) {
            #expect(documents[name] == Set(paths.map { String($0.dropFirst("/v1".count)) }), "\(name)")
        }
    }
}

@Suite("What goes over the wire is what the description says")
struct ConformityTests {
    /// A golden file, and the schema that describes it; `*` for lines of several kinds.
    static let cases: [(document: Int, schema: String, golden: String)] = [
        (0, "Zoekvraag", "zoekvraag.json"), (1, "Zoekvraag", "zoekvraag.json"), (0, "*", "antwoord-knooppunt.ndjson"),
        (1, "Antwoord", "antwoord-gateway.json"), (1, "*", "antwoord-gateway.ndjson"),
        (2, "Antwoord", "antwoord-portaal.json"), (0, "Gezondheid", "gezondheid.json"),
        (1, "GezondheidGateway", "gezondheid-gateway.json"),
        (0, "Statistiek", "statistiek.json"), (1, "Tijdvak", "tijdvak.json"),
        (1, "Knooppunten", "knooppunten.json"), (2, "Profiel", "profiel.json"), (0, "Probleem", "probleem.json"),
        (1, "Probleem", "probleem.json"), (2, "Probleem", "probleem.json"),
        (3, "Knooppunten", "knooppunten.json"), (3, "Historie", "historie.json"),
        (3, "Incidenten", "incidenten.json"),
    ]

    private static let ofKind = [
        "regio": "RegelRegio", "kop": "RegelKop", "regel": "RegelVanRegio", "treffer": "Treffer", "einde": "RegelEinde",
    ]

    @Test("every field is described, every required one there, each of the type that is said", arguments: cases.indices)
    func conforms(_ index: Int) throws {
        let (document, name, golden) = Self.cases[index]
        let schemas = try APIDocument.all[document].schemas()
        let values = try Golden.values(Data(contentsOf: Golden.folder.appendingPathComponent(golden)))
        #expect(!values.isEmpty)
        for value in values {
            let kind = try name == "*" ? #require(Self.ofKind[value["soort"] as? String ?? ""]) : name
            let faults = Self.faults(value, try #require(schemas[kind]), schemas, at: kind)
            #expect(faults == [], "\(golden)")
        }
    }

    @Test("a value that is not what the schema says is found")
    func finds() throws {
        let schemas = try APIDocument.all[0].schemas()
        let file = Golden.folder.appendingPathComponent("gezondheid.json")
        var value = try #require(try Golden.values(Data(contentsOf: file))[0] as? [String: Any])
        value["versie"] = nil
        value["register"] = "zeven"
        value["verborgen"] = 12
        value["logboek"] = "vol"
        let faults = Self.faults(value, try #require(schemas["Gezondheid"]), schemas, at: "")
        #expect(faults.count == 4, "\(faults)")
    }

    private static func faults(
        _ value: Any, _ schema: [String: Any], _ all: [String: [String: Any]], at place: String
    ) -> [String] {
        if let reference = schema["$ref"] as? String {
            let name = String(reference.split(separator: "/").last ?? "")
            return all[name].map { faults(value, $0, all, at: place) } ?? ["\(place): \(name) is not there"]
        }
        switch schema["type"] as? String {
        case "object":
            guard let object = value as? [String: Any] else { return ["\(place): no object"] }
            let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
            let missing = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }
            let others = schema["additionalProperties"] as? [String: Any]
            return missing.map { "\(place).\($0) is missing" }
                + object.flatMap { name, member in
                    (properties[name] ?? others).map { faults(member, $0, all, at: "\(place).\(name)") }
                        ?? ["\(place).\(name) is not described"]
                }
        case "array":
            guard let elements = value as? [Any], let items = schema["items"] as? [String: Any] else {
                return ["\(place): no list"]
            }
            return elements.flatMap { faults($0, items, all, at: place + "[]") }
        case "string":
            guard let text = value as? String else { return ["\(place): no text"] }
            if let choices = schema["enum"] as? [String], !choices.contains(text) { return ["\(place): \(text)"] }
            guard let pattern = (schema["pattern"] as? String).flatMap({ try? Regex($0) }) else { return [] }
            return text.contains(pattern) ? [] : ["\(place): \(text)"]
        case "integer": return value is Int ? [] : ["\(place): no whole number"]
        case "number": return value is Double ? [] : ["\(place): no number"]
        case "boolean": return value is Bool ? [] : ["\(place): not true or false"]
        default: return ["\(place): the schema has no type"]
        }
    }
}
