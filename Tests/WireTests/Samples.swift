import Domain
import Foundation
import Testing
import Wire

/// One message of each kind, with every field that it can have.
enum Samples {
    static let time = Date(timeIntervalSince1970: 1_795_438_800.125)
    static let search = "019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071"

    static func rijnmond() throws -> RegionCode { try RegionCode("rijnmond") }

    static func request() throws -> SearchRequest {
        SearchRequest(
            text: "heftruckchauffeur \"EPT\" é",
            filters: SearchFilters(
                regions: [try RegionCode("rijnmond"), try RegionCode("haaglanden")],
                municipalities: [try MunicipalityCode("GM0599")],
                area: .init(postcode: try PostcodeArea("3011"), distanceKm: 25), targetGroups: [.bbl, .praktijkroute],
                occupations: ["heftruckchauffeur", "orderpicker (m/v)"], skills: ["reachtruck"],
                educationLevels: [.mbo2, .unknown], licences: [.carWithTrailer, .lorryAndTrailer],
                languages: [
                    LanguageSkill(language: "Nederlands", level: .good), LanguageSkill(language: "Pools", level: .fair),
                ], hours: try WeeklyHours(minimum: 24, maximum: 40), availableBy: try CalendarDay("2026-12-01"),
                contracts: [.permanent, .apprenticeship], sectors: [.transport, .care]), order: .relevance, count: 20,
            position: SearchPosition(
                salt: SearchSalt(high: 1, low: 2), score: 12_375, tie: 0xABC, shown: 20,
                epoch: 1_795_438_500),
            facets: Facet.allCases, purpose: try Purpose(activity: .mediate, basis: .participatiewet, vacancy: "V-1"),
            timeLimit: .milliseconds(900), explain: true)
    }

    static func profile() throws -> ShowcaseProfile {
        let dossier = Dossier(
            id: try #require(ProfileID("aad842d9-1e11-461d-94f3-7c8669db76ff")),
            municipality: try MunicipalityCode("GM0599"),
            contact: Contact(
                givenName: "Noor", familyName: "Jansen", email: "noor@voorbeeld.example", phone: "0612345678"),
            internalFields: InternalFields(
                clientNumber: "K-1", postcode: try Postcode("3011XZ"), birthDay: try CalendarDay("1981-02-03"),
                caseManager: "B. Vos"),
            work: WorkProfile(
                occupations: ["heftruckchauffeur"], skills: ["reachtruck", "EPT"], motivation: "Graag in het magazijn.",
                experience: [
                    Experience(
                        jobTitle: "magazijnmedewerker", employer: "Haven BV", firstYear: 2015, lastYear: 2019,
                        description: "Laden en lossen."),
                    Experience(
                        jobTitle: "heftruckchauffeur", employer: "Kade BV", firstYear: 2020, lastYear: nil,
                        description: ""),
                ], education: .mbo2, licences: [.car], languages: [LanguageSkill(language: "Nederlands", level: .good)],
                hours: try WeeklyHours(minimum: 24, maximum: 40), availableFrom: try CalendarDay("2026-12-01"),
                targetGroups: [.bbl], isEntrepreneur: true, interests: ["logistiek"], talents: ["overzicht houden"],
                schooling: [Schooling(level: .mbo2, name: "logistiek", endYear: 2014, hasDiploma: true)],
                courses: [Course(name: "reachtruckcertificaat", year: 2019), Course(name: "BHV", year: nil)],
                contracts: [.permanent, .fixedTerm], sectors: [.transport], travelKm: 30,
                capacity: [WorkCapacity(load: .lifting, extent: .partly)],
                documents: [DocumentReference(kind: .cv, title: "CV 2026")]), visibility: .visible)
        return try #require(ShowcaseProfile(disclosing: dossier))
    }

    /// Stands for what `Trust` makes.
    static var proof: LineProof {
        LineProof(
            list: { listed in "\(listed.count)-\(listed.last?.tie ?? 0)" },
            seal: { line in String(repeating: "z", count: RegionLine.sealCharacters - 3) + "\(line.count % 900 + 100)" }
        )
    }

    static func nodeAnswer() throws -> [UInt8] {
        let header = NodeAnswerHeader(
            region: try RegionCode("rijnmond"), searchID: search, total: 401, visible: 8_085, asOf: time,
            registrySerial: 7, epoch: 1_795_438_500, facets: facets)
        let hit = WireHit(
            handle: "rijnmond.Zm9v", region: try RegionCode("rijnmond"), score: 12_375, tie: 0xABC,
            profile: try profile(),
            fragment: [FragmentPart(text: "Graag in het ", match: false), FragmentPart(text: "magazijn", match: true)],
            reasons: [MatchReason(field: "beroep", word: "heftruckchauffeur", kind: .written, share: 100)])
        return NodeAnswerJSON.encode(header, hits: [hit], more: true, proof: proof)
    }

    static let facets: [Facet: [FacetCount]] = [
        .municipality: [FacetCount(value: "GM0599", count: 312), FacetCount(value: "GM0606", count: 89)],
        .targetGroup: [FacetCount(value: "bbl", count: 12)],
        .occupation: [FacetCount(value: "heftruckchauffeur", count: 1)],
        .skill: [FacetCount(value: "reachtruck", count: 7), FacetCount(value: "\"EPT\" é", count: 2)],
        .educationLevel: [FacetCount(value: "MBO2", count: 80), FacetCount(value: "ONBEKEND", count: 3)],
        .licence: [FacetCount(value: "B+", count: 5)], .language: [FacetCount(value: "Nederlands", count: 400)],
        .contract: [FacetCount(value: "onbepaaldeTijd", count: 200)], .sector: [FacetCount(value: "H", count: 90)],
    ]

    static func outcomes() throws -> [RegionOutcome] {
        [
            RegionOutcome(
                region: try RegionCode("rijnmond"), state: .answered, count: 401, duration: .microseconds(7_240),
                asOf: time),
            RegionOutcome(
                region: try RegionCode("haaglanden"), state: .late, duration: .milliseconds(1_500),
                reason: "Haaglanden antwoordde niet binnen 1,5 seconde."),
        ]
    }

    /// The hit's own bytes, as a merge passes them on.
    private static func hit() throws -> [UInt8] {
        let answer = try NodeAnswerJSON.scan(
            nodeAnswer(), from: try RegionCode("rijnmond"), searchID: search, limit: 1)
        return Array(answer.bytes[answer.hits[0].range])
    }

    static func federatedDocument() throws -> [UInt8] {
        FederatedAnswerJSON.document(
            searchID: search, total: 401, hits: [try hit()[...]], facets: facets, outcomes: try outcomes(),
            coverage: 0.934, next: try request().position)
    }

    static func portalDocument() throws -> [UInt8] {
        FederatedAnswerJSON.document(
            searchID: search, total: 401, hits: [try hit()[...]], facets: facets, outcomes: try outcomes(),
            coverage: 0.934, cursor: "c3Vyc29y",
            budget: BudgetLeft(
                profiles: 18, people: 1_200, warnings: ["U hebt vandaag 82 van de 100 profielen geopend."]),
            meant: "heftruckchauffeur")
    }

    static func federatedLines() throws -> [UInt8] {
        var bytes = try outcomes().flatMap(FederatedAnswerJSON.region)
        bytes += FederatedAnswerJSON.head(searchID: search, total: 401, facets: facets, coverage: 0.934)
        FederatedAnswerJSON.append(line: try nodeAnswer().split(separator: 0x0A)[0], to: &bytes)
        FederatedAnswerJSON.append(try hit()[...], to: &bytes)
        return bytes + FederatedAnswerJSON.end(next: try request().position)
    }

    static func health() throws -> NodeHealth {
        NodeHealth(
            region: try RegionCode("rijnmond"), version: "1.0.0", registrySerial: 7, epoch: 1_795_438_500, clock: time,
            uptimeSeconds: 3_600,
            certificateExpires: time.addingTimeInterval(86_400), visibleProfiles: 8_085, log: .ok, backup: .attention,
            revocationListExpires: time.addingTimeInterval(43_200),
            calls: CallFigures(
                count: 120, failed: 1,
                latency: LatencyFigures(
                    p50: .microseconds(8_400), p95: .microseconds(20_100), p99: .microseconds(31_900))),
            maintenance: Maintenance(until: time.addingTimeInterval(7_200), reason: "schijf vervangen"))
    }

    static func statistics() throws -> TermStatistics {
        try TermStatistics(profiles: 8_085, frequencies: ["zorg": 5, "één": 7, "b:heftruckchauffeur": 412])
    }

    static func epoch() throws -> Epoch {
        Epoch.sum(of: [try rijnmond(): try statistics(), try RegionCode("haaglanden"): .none], number: 1_795_438_500)
    }

    static func standings() throws -> [UInt8] {
        let seen = NodeStanding(
            region: try RegionCode("rijnmond"), name: "Rijnmond", oin: try OIN("00000099100000035000"),
            state: .answered, mark: .ok, sentence: "Alles goed.", since: time, latency: .microseconds(2_100),
            health: try health(), seen: time)
        let unseen = NodeStanding(
            region: try RegionCode("zeeland"), name: "Zeeland", oin: try OIN("00000099100000036000"),
            state: .unreachable, mark: .critical, sentence: "Zeeland is nu niet bereikbaar.",
            findings: [HealthFinding(.unreachable, .critical, "Zeeland is nu niet bereikbaar.")], since: time,
            latency: nil, health: nil, seen: nil,
            traffic: RegionTraffic(
                breaker: .open, nextTry: time.addingTimeInterval(20), active: 2, waiting: 1, refused: 7, repeated: 3))
        return StandingsJSON.encode(
            [unseen, seen], checkedAt: time, certificateExpires: time.addingTimeInterval(86_400 * 60))
    }

    static func history() throws -> [UInt8] {
        let latency = LatencyFigures(p50: .milliseconds(8), p95: .microseconds(20_500), p99: .milliseconds(31))
        let point = HealthPoint(
            start: time, seconds: 300, looks: 30, answered: 28, paused: 1, worst: .critical, latency: latency,
            visible: 812)
        let silent = HealthPoint(
            start: time.addingTimeInterval(300), seconds: 300, looks: 30, answered: 0, paused: 0, worst: .critical,
            latency: nil, visible: nil)
        return HealthHistoryJSON.encode(.region(try RegionCode("zeeland")), .day, [point, silent])
    }

    static func incidents() throws -> [UInt8] {
        let zeeland = HealthSubject.region(try RegionCode("zeeland"))
        let open = Incident(
            number: 8, subject: zeeland, condition: .unreachable, mark: .critical, opened: time, closed: nil,
            acknowledgedBy: nil, sentence: "Zeeland is nu niet bereikbaar.")
        let closed = Incident(
            number: 7, subject: .gateway, condition: .registryOutdated, mark: .attention, opened: time,
            closed: time.addingTimeInterval(600), acknowledgedBy: "visser", sentence: "Er is nog geen nieuw register.")
        return IncidentsJSON.encode([open, closed])
    }

    static func gatewayHealth() -> [UInt8] {
        GatewayHealthJSON.encode(
            version: "1.0.0", registrySerial: 7, epoch: 1_795_438_500, clock: time,
            certificateExpires: time.addingTimeInterval(86_400 * 60), log: .ok,
            traffic: RegionTraffic(breaker: .closed, nextTry: nil, active: 4, waiting: 1, refused: 9, repeated: 3),
            leftAlone: 2)
    }

    static func problem() -> [UInt8] {
        Problem.badRequest([
            FieldError(field: "aantal", message: "moet van 1 tot en met 50 zijn, en is 51"),
            FieldError(field: "naam", message: "onbekend veld"),
        ]).json()
    }

    static func detail() throws -> [UInt8] {
        ProfileDetailJSON.encode(try profile(), region: try RegionCode("rijnmond"))
    }
}
