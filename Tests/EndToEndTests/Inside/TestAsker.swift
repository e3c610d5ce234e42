import Domain
import Foundation
import PeerHTTP
import NIOPosix
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

/// One signed question, ready to be sent by whoever carries it.
struct Question: Sendable {
    var method: String
    var path: String
    var body: [UInt8]
    /// The transaction id, and the verklaring that states it.
    let id: String
    let token: String
    /// What the node is told of the time that is left, in milliseconds; nil: nothing.
    var timeLimitMs: Int?

    /// The header fields with which a gateway passes it on.
    var headers: [(name: String, value: String)] {
        let accept = method == "POST" ? MediaType.ndjson : MediaType.sealed
        return [
            (name: "Accept", value: accept), (name: WireHeader.verklaring, value: token),
            (name: WireHeader.transaction, value: id),
            (name: WireHeader.trace, value: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        ] + (body.isEmpty ? [] : [(name: "Content-Type", value: MediaType.json)])
            + (timeLimitMs.map { [(name: WireHeader.timeLimit, value: String($0))] } ?? [])
    }

    var call: PeerCall {
        PeerCall(
            method: method, path: path, headers: headers, body: body, answerLimit: Limits.answerBytesWithFacets,
            repeatable: false)
    }

    /// As it goes over the wire, asking the other side to close afterwards.
    var message: String {
        let fields = headers.map { "\($0.name): \($0.value)\r\n" }.joined()
        let end = "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        return "\(method) \(path) HTTP/1.1\r\nHost: node\r\n\(fields)\(end)" + String(decoding: body, as: UTF8.self)
    }
}

/// A person of a region who asks: signs as that region's node does.
struct TestAsker: Sendable {
    static let purpose: Purpose = {
        guard let purpose = try? Purpose(activity: .fillVacancy, basis: .wetSuwi, vacancy: "V-2026-1") else {
            preconditionFailure("the table of activities has changed")
        }
        return purpose
    }()

    let keys: KeyFolder
    var organisation: OIN
    var purpose = TestAsker.purpose
    var person = "aaaaaaaaaaaaaaaaaaaaaa"
    private let signer: VerklaringSigner
    private let client: PeerClient
    private let registry: CurrentRegistry

    init(_ region: String, in federation: TestFederation, clock: StillClock) async throws {
        keys = try federation.keys(region)
        registry = federation.registry
        client = PeerClient(
            tls: try federation.tls(region), group: MultiThreadedEventLoopGroup.singleton,
            accepting: [.gateway])
        organisation = try federation.region(region).municipalities[0].oin
        signer = try await VerklaringSigner(keys: CurrentKeys(keys), registry: federation.registry, now: { clock.now })
    }

    var requester: Requester { Requester(region: keys.oin, person: person) }

    /// A search, with all the time there is unless `request` has its own: a busy machine is not what is tested.
    func search(_ request: SearchRequest) async throws -> Question {
        var request = request
        if request.timeLimit == Limits.deadline { request.timeLimit = Limits.longestDeadline }
        return try await search(SearchRequestJSON.encode(request))
    }

    /// A search with this body, whatever it is.
    func search(_ body: [UInt8]) async throws -> Question {
        try await question("POST", WirePath.search, body, for: .federation)
    }

    func open(_ handle: String, at home: OIN) async throws -> Question {
        try await question("GET", WirePath.profiles + "/" + handle, [], for: .region(home))
    }

    /// Asks the federation's first gateway, as the asker's node does.
    func ask(_ question: Question) async throws -> PeerAnswer {
        let gateway = registry.value.gateways[0]
        return try await client.call(
            question.call, to: gateway.endpoints, expecting: gateway.oin, deadline: .now + Limits.longestDeadline)
    }

    func question(
        _ method: String, _ path: String, _ body: [UInt8], for audience: VerklaringAudience
    ) async throws -> Question {
        let signed = try await signer.sign(
            person: person, organisation: organisation, role: .accountManager, purpose: purpose,
            audience: audience, method: method, path: path, body: body)
        return Question(method: method, path: path, body: body, id: signed.id, token: signed.token)
    }
}

/// A peer with the gateway's certificate that sends what a test wants: honest or not.
struct TestGateway: Sendable {
    private let client: PeerClient
    private let certificate: (certificate: String, key: String)
    private let anchors: String

    init(in federation: TestFederation) throws {
        let folder = federation.folder + "/" + TestFederation.gatewayName
        certificate = (folder + "/tls.pem", folder + "/tls.key")
        anchors = folder + "/anchors.pem"
        client = PeerClient(
            tls: try federation.tls(TestFederation.gatewayName), group: MultiThreadedEventLoopGroup.singleton,
            accepting: [.source])
    }

    /// Passes a question on over a kept connection.
    func send(_ question: Question, to node: InsideNode, within time: Duration = .seconds(20)) async throws
        -> PeerAnswer
    {
        let home = try #require(node.footing.registry.value.member(node.code)).region.endpoints[0]
        let endpoint = Endpoint(host: home.host, port: node.federationPort, address: "127.0.0.1")
        return try await client.call(question.call, to: [endpoint], expecting: node.keys.oin, deadline: .now + time)
    }

    /// Every byte that the node sends in answer to `message`, as OpenSSL received it.
    func bytes(_ message: String, to node: InsideNode) async throws -> [UInt8] {
        try await OpenSSLClient.send(
            message, toPort: node.federationPort, certificate: certificate, anchors: anchors
        ).answer
    }
}
