import Domain
import Dossiers
import Foundation
import NIOPosix
import NodeFederation
import PeerHTTP
import Search
import Showcase
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

/// Two regions whose people have words with known counts, and what they report of these.
enum CountedPeople {
    /// Six, of whom `hidden` one is hidden, in the first region; five in the second.
    static let common = "draaikolkwerk"
    /// Four in the first region, six in the second.
    static let rare = "zeemeerminzang"
    /// Six in the first region, all hidden.
    static let hidden = "schaduwvoetbal"
    static let words = [common, rare, hidden]

    static func people(in region: Region) throws -> [Dossier] {
        let all = try InsideFederation.people(in: region, count: 60)
        let isFirst = region.code.slug == "gorinchem"
        let counts = isFirst ? [(common, 5, 1), (rare, 4, 2), (hidden, 0, 6)] : [(common, 5, 0), (rare, 6, 0)]
        var visible = all.filter { $0.visibility == .visible }
        var unseen = all.filter { $0.visibility == .hidden }
        for (word, shown, hidden) in counts {
            for index in 0..<shown { visible[index].work.skills.append(word) }
            for index in 0..<hidden { unseen[index].work.skills.append(word) }
        }
        return visible + unseen
    }

    /// What the index of a showcase will count itself: of these words, who is found by each.
    @Sendable static func statistics(of showcase: Showcase) -> TermStatistics {
        let salt = SearchSalt(high: 0, low: 0)
        let counts = words.map { word in
            let request = SearchRequest(text: word, count: 1, purpose: TestAsker.purpose)
            return (word, showcase.search(request, salt: salt).value.total)
        }
        return TermStatistics(reporting: showcase.count, counts: Dictionary(uniqueKeysWithValues: counts))
    }

    static func run(
        unplaced: Set<String> = [], gateway: Bool = true, _ body: @Sendable (InsideFederation) async throws -> Void
    ) async throws {
        let regions = [try InsideFederation.region("gorinchem"), try InsideFederation.region("zeeland")]
        try await InsideFederation.run(
            regions, people: { try people(in: $0) }, gateway: gateway, unplaced: unplaced, statistics: statistics,
            epochInterval: .milliseconds(100), body: body)
    }
}

extension InsideFederation {
    /// The epoch that the gateway gives out once it is as `condition` says.
    func epoch(_ condition: (Epoch) -> Bool) async throws -> Epoch {
        let deadline = ContinuousClock.now + .seconds(30)
        let client = try nodes[0].gateways()
        while true {
            let answer = try await ask("GET", WirePath.currentEpoch, by: client)
            if answer.status == 200 {
                let epoch = try EpochJSON.decode(answer.body)
                if condition(epoch) { return epoch }
            }
            try #require(ContinuousClock.now < deadline, "no such epoch")
            await Task.yield()
        }
    }

    /// Asks the federation's first gateway as the first node's process does, without a verklaring.
    ///
    /// - Parameter client: one that keeps its connection, for whoever asks many times.
    func ask(
        _ method: String, _ path: String, _ headers: [(name: String, value: String)] = [], by client: PeerClient? = nil
    ) async throws -> PeerAnswer {
        let gateway = federation.registry.value.gateways[0]
        let call = PeerCall(method: method, path: path, headers: headers, answerLimit: Limits.epochBytes)
        return try await (client ?? nodes[0].gateways()).call(
            call, to: gateway.endpoints, expecting: gateway.oin, deadline: .now + .seconds(20))
    }
}

extension InsideNode {
    /// Asks the gateways once for the newest epoch, as the node does every minute.
    func fetchEpoch() async throws { await wiring.fetcher(try gateways()).fetch(nil, within: .seconds(20)) }
}

extension TestGateway {
    /// Asks without a verklaring, as a gateway asks for health and statistics.
    func call(_ method: String, _ path: String, to node: InsideNode) async throws -> PeerAnswer {
        try await send(Question(method: method, path: path, body: [], id: "", token: ""), to: node)
    }
}

extension TestAsker {
    /// What the gateway answers to a search under that epoch.
    func status(epoch: Int) async throws -> Int {
        var request = SearchRequest(text: "", count: 2, purpose: Self.purpose)
        request.epoch = epoch
        return try await ask(search(request)).status
    }
}
