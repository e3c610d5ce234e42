import Accountability
import Crypto
import Domain
import Foundation
import NIOPosix
import NodePortal
import PeerHTTP
import Trust
import Wire

/// Asks as the regions of a stage do: signs, and sends on warm connections of each region's own.
struct BenchAsker: Sendable {
    private struct Party: Sendable {
        let region: Region
        let organisation: OIN
        let keys: CurrentKeys
        let signer: VerklaringSigner
        let client: PeerClient
    }

    /// A query that is signed and can be sent.
    struct Query: Sendable {
        fileprivate let party: Int
        fileprivate let search: String
        fileprivate let request: SearchRequest
        fileprivate let call: PeerCall
    }

    /// Common words: every region has more than twenty people with one of them.
    private static let text = "chauffeur schoonmaak verkoop zorg magazijn horeca administratie bouw"
    /// People of each region who ask in turn: nobody is over what one person may ask.
    private static let people = 500
    private static let patience = Limits.deadline + .seconds(1)

    let registry: Registry
    private let parties: [Party]
    /// What is asked, in turns.
    private let requests: [SearchRequest]
    private let bodies: [[UInt8]]
    private let seals = RegionLineSeal()
    private let pseudonymKey = SymmetricKey(size: .bits256)

    /// - Parameter isNarrow: each query is for one region, in turns, in place of all.
    init(_ stage: BenchFederation.Stage, isNarrow: Bool = false) async throws {
        let folder = stage.folder
        let now: @Sendable () -> Date = { Date() }
        registry = try await Self.registry(of: stage)
        let current = CurrentRegistry(registry)
        var parties: [Party] = []
        for region in folder.regions {
            let keys = CurrentKeys(try KeyFolder.load(folder.certificates + "/" + region.code.slug))
            let centre = region.municipalities.first { $0.code == region.centreMunicipality }
            parties.append(
                Party(
                    region: region, organisation: (centre ?? region.municipalities[0]).oin, keys: keys,
                    signer: try await VerklaringSigner(keys: keys, registry: current, now: now),
                    client: PeerClient(
                        tls: try PeerTLS(keys: keys, registry: current, now: now),
                        group: MultiThreadedEventLoopGroup.singleton, accepting: [.gateway])))
        }
        self.parties = parties
        let purpose = try Purpose(activity: .fillVacancy, basis: .wetSuwi)
        let filters = isNarrow ? folder.regions.map { SearchFilters(regions: [$0.code]) } : [SearchFilters()]
        requests = filters.map { SearchRequest(text: Self.text, filters: $0, purpose: purpose) }
        bodies = requests.map(SearchRequestJSON.encode)
    }

    /// The registry that a stage runs under.
    static func registry(of stage: BenchFederation.Stage) async throws -> Registry {
        let folder = stage.folder
        let first = try KeyFolder.load(folder.certificates + "/" + folder.regions[0].code.slug)
        let signed = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.registryFile)))
        return try await SignedRegistry.verify(
            signed, authority: first.registryAuthority, now: Date(), notOlderThan: nil)
    }

    /// Query `number`, signed by the regions in turn.
    ///
    /// - Parameter without: the place of a region that does not ask.
    func query(_ number: Int, without silent: Int? = nil) async throws -> Query {
        var place = number % parties.count
        if place == silent { place = (place + 1) % parties.count }
        let party = parties[place]
        let turn = (number + number / parties.count) % bodies.count
        let body = bodies[turn]
        let person = Pseudonym.person("\(number / parties.count % Self.people)", key: pseudonymKey)
        let signed = try await party.signer.sign(
            person: person, organisation: party.organisation, role: .accountManager,
            purpose: Purpose(activity: .fillVacancy, basis: .wetSuwi), audience: .federation, method: "POST",
            path: WirePath.search, body: body)
        let headers = [
            (name: "Accept", value: MediaType.ndjson), (name: "Content-Type", value: MediaType.json),
            (name: WireHeader.verklaring, value: signed.token), (name: WireHeader.transaction, value: signed.id),
            TimeLimit.header(Limits.deadline),
            (name: WireHeader.trace, value: TraceContext.start().traceparent),
        ]
        let call = PeerCall(
            method: "POST", path: WirePath.search, headers: headers, body: body, answerLimit: Limits.federatedBytes)
        return Query(party: place, search: signed.id, request: requests[turn], call: call)
    }

    /// Sends `query` to the gateway, or to whoever has its certificate at another port.
    func send(_ query: Query, port: Int? = nil) async throws(PeerCallFailure) -> PeerAnswer {
        let gateway = registry.gateways[0]
        let endpoints = gateway.endpoints.map {
            Endpoint(host: $0.host, port: port ?? $0.port, address: $0.address)
        }
        return try await parties[query.party].client.call(
            query.call, to: endpoints, expecting: gateway.oin, deadline: .now + Self.patience)
    }

    /// What `body` answers to `query`, as the asking region checks it; nil when it would not use it.
    func checked(_ body: [UInt8], to query: Query) -> FederatedAnswer? {
        guard let answer = try? FederatedAnswerJSON.read(body) else { return nil }
        let verdict = AnswerCheck(keys: parties[query.party].keys.value, registry: registry, seals: seals)
            .verdict(on: answer, to: query.request, search: query.search)
        return verdict.findings.isEmpty ? verdict.answer : nil
    }

    func close() async { for party in parties { await party.client.shutdown() } }
}
