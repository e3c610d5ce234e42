import Domain
import Foundation
import NIOPosix
import PeerHTTP
import Showcase
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("Epochs: reported, summed, signed, given out, pinned, two kept", .oneAtATime)
struct EpochTests {
    @Test("the gateway's sum of what both regions report is what every node has, without what is hidden or rare")
    func summed() async throws {
        try await CountedPeople.run { federation in
            let first = try await federation.epoch { $0.regions.count == 2 }
            #expect(first.regions.map(\.slug) == ["gorinchem", "zeeland"])
            #expect(first.profiles == federation.nodes.reduce(0) { $0 + $1.showcase.count })
            // The rare word's four of Gorinchem are not reported, so only Zeeland's six count; nobody's hidden word is.
            #expect(first.frequencies == [CountedPeople.common: 10, CountedPeople.rare: 6])
            for node in federation.nodes {
                try await node.fetchEpoch()
                #expect(node.wiring.epochs.book.current == first)
            }
            let answer = try await federation.ask("GET", WirePath.currentEpoch)
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(!text.contains(CountedPeople.hidden) && text.contains(CountedPeople.rare))
        }
    }

    @Test("who is hidden is not counted from the next report on, and a term that then has four is gone")
    func hidden() async throws {
        try await CountedPeople.run { federation in
            let node = try federation.node("gorinchem")
            let gateway = try TestGateway(in: federation.federation)
            #expect(try await report(of: node, gateway).frequencies == [CountedPeople.common: 5])
            let people = try CountedPeople.people(in: InsideFederation.region("gorinchem"))
            try await node.hide(people[4])
            #expect(try await report(of: node, gateway).frequencies == [:])
            #expect(try await report(of: node, gateway).profiles == node.showcase.count)
        }
    }

    @Test("only a gateway gets a region's report, and only by GET")
    func report() async throws {
        try await CountedPeople.run(gateway: false) { federation in
            let node = try federation.node("gorinchem")
            let gateway = try TestGateway(in: federation.federation)
            let other = try await gateway.call("POST", WirePath.statistics, to: node)
            #expect(other.status == 405 && other.header("Allow") == "GET")
            let home = try #require(node.footing.registry.value.member(node.code)).region.endpoints
            let neighbour = PeerClient(
                tls: try federation.federation.tls("zeeland"), group: MultiThreadedEventLoopGroup.singleton)
            let call = PeerCall(
                method: "GET", path: WirePath.statistics, headers: [], answerLimit: Limits.statisticsBytes)
            await #expect(throws: PeerCallFailure.self) {
                try await neighbour.call(
                    call, to: home, expecting: node.keys.oin, deadline: .now + .seconds(20))
            }
        }
    }

    @Test("a gateway gives out two epochs with their signature, says 304 to who has it, and 404 to all else")
    func givenOut() async throws {
        try await CountedPeople.run { federation in
            let first = try await federation.epoch { $0.regions.count == 2 }
            let current = try await federation.ask("GET", WirePath.currentEpoch)
            #expect(current.status == 200 && current.contentType == MediaType.json)
            let signer = try await EpochSignature.verify(
                try #require(current.header(WireHeader.signature)), over: current.body,
                registry: federation.federation.registry.value)
            #expect(signer == federation.federation.gatewayOIN)
            #expect(try EpochJSON.decode(current.body) == first)
            #expect(current.header(WireHeader.tag) == "\"\(first.number)\"")
            let numbered = try await federation.ask("GET", WirePath.statistics + "/\(first.number)")
            #expect(numbered.body == current.body)
            let known = try await federation.ask(
                "GET", WirePath.currentEpoch, [(name: WireHeader.noneMatch, value: "\"\(first.number)\"")])
            #expect(known.status == 304 && known.body.isEmpty)
            for name in ["0", "1", "0\(first.number)", "\(first.number)x", "", "morgen", "+\(first.number)"] {
                let answer = try await federation.ask("GET", WirePath.statistics + "/" + name)
                #expect(answer.status == 404 && answer.contentType == MediaType.problem, "\(name)")
            }
            #expect(try await federation.ask("POST", WirePath.currentEpoch).status == 405)
        }
    }

    @Test("a search goes on under its epoch while one newer comes, and is refused with 400 after two")
    func pinned() async throws {
        try await CountedPeople.run { federation in
            let node = try federation.node("gorinchem")
            let first = try await federation.epoch { $0.regions.count == 2 }
            try await node.fetchEpoch()
            let portal = try await node.logIn()
            let page = try #require(try await portal.search("", extra: ["aantal": 2]).answer)
            let cursor = try #require(page.cursor)
            let asker = try await TestAsker("zeeland", in: federation.federation, clock: federation.clock)
            let people = try CountedPeople.people(in: InsideFederation.region("gorinchem"))
            try await node.hide(people[0])
            let second = try await federation.epoch { $0.number > first.number }
            for node in federation.nodes {
                try await node.fetchEpoch()
                #expect(node.wiring.epochs.number == second.number)
            }
            let next = try await portal.search("", extra: ["aantal": 2, "cursor": cursor])
            #expect(next.status == 200 && next.answer?.outcomes.allSatisfy { $0.state == .answered } == true)
            #expect(try await asker.status(epoch: first.number) == 200)
            #expect(try await asker.status(epoch: 0) == 200)
            try await node.hide(people[1])
            let third = try await federation.epoch { $0.number > second.number }
            #expect(third.number > second.number)
            let gone = try await portal.search("", extra: ["aantal": 2, "cursor": cursor])
            #expect(gone.status == 400 && String(decoding: gone.body, as: UTF8.self).contains("Zoek opnieuw"))
            #expect(try await asker.status(epoch: first.number) == 400)
            #expect(try await asker.status(epoch: second.number) == 200)
            #expect(try await federation.ask("GET", WirePath.statistics + "/\(first.number)").status == 404)
        }
    }

    @Test("a region that lacks the epoch fetches it once; one that cannot get it refuses, and says why")
    func fetchedOnDemand() async throws {
        try await CountedPeople.run { federation in
            let first = try await federation.epoch { $0.regions.count == 2 }
            let people = try CountedPeople.people(in: InsideFederation.region("gorinchem"))
            let node = try federation.node("gorinchem")
            for node in federation.nodes { try await node.fetchEpoch() }
            try await node.hide(people[0])
            let second = try await federation.epoch { $0.number > first.number }
            #expect(federation.nodes.allSatisfy { $0.wiring.epochs.number == first.number })
            let asker = try await TestAsker("zeeland", in: federation.federation, clock: federation.clock)
            #expect(try await asker.status(epoch: second.number) == 200)
            #expect(federation.nodes.allSatisfy { $0.wiring.epochs.number == second.number })
            // One that nobody makes: every region says no, so the search is to be asked again.
            #expect(try await asker.status(epoch: second.number + 9) == 400)
            let gateway = try TestGateway(in: federation.federation)
            var request = SearchRequest(text: "", count: 2, purpose: TestAsker.purpose)
            request.epoch = second.number + 9
            let refused = try await gateway.send(asker.search(request), to: node)
            #expect(refused.status == 400 && Problem.isEpochGone(refused.body))
        }
    }

    @Test("a region that is away is left out, and the others do not wait for it")
    func away() async throws {
        try await CountedPeople.run(unplaced: ["zeeland"]) { federation in
            let epoch = try await federation.epoch { _ in true }
            #expect(epoch.regions.map(\.slug) == ["gorinchem"])
            #expect(epoch.frequencies == [CountedPeople.common: 5])
        }
    }

    @Test("without a gateway the own region answers under the epoch that it has, and 400 when that is gone")
    func ownRegionOnly() async throws {
        try await CountedPeople.run(gateway: false) { federation in
            let node = try federation.node("gorinchem")
            for number in [5, 7] { node.wiring.epochs.take(Epoch.sum(of: [:], number: number)) }
            let portal = try await node.logIn()
            let cursor = try #require(try await portal.search("", extra: ["aantal": 2]).answer?.cursor)
            let unseen = try #require(try HiddenPage(await portal.hidden(extra: ["aantal": 2]).body).next)
            node.wiring.epochs.take(Epoch.sum(of: [:], number: 9))
            #expect(try await portal.search("", extra: ["aantal": 2, "cursor": cursor]).status == 200)
            #expect(try await portal.hidden(extra: ["aantal": 2, "cursor": unseen]).status == 200)
            node.wiring.epochs.take(Epoch.sum(of: [:], number: 11))
            #expect(try await portal.hidden(extra: ["aantal": 2, "cursor": unseen]).status == 400)
            #expect(try await portal.search("", extra: ["aantal": 2, "cursor": cursor]).status == 400)
            #expect(try await portal.search("", extra: ["aantal": 2]).status == 200)
            #expect(try await portal.search("", extra: ["aantal": 2, "tijdvak": 9]).status == 400)
        }
    }

    @Test("health names the epoch")
    func health() async throws {
        try await CountedPeople.run { federation in
            let first = try await federation.epoch { $0.regions.count == 2 }
            let node = try federation.node("gorinchem")
            try await node.fetchEpoch()
            let gateway = try TestGateway(in: federation.federation)
            let answer = try await gateway.call("GET", WirePath.health, to: node)
            #expect(try HealthJSON.decode(answer.body).epoch == first.number)
        }
    }

    private func report(of node: InsideNode, _ gateway: TestGateway) async throws -> TermStatistics {
        let answer = try await gateway.call("GET", WirePath.statistics, to: node)
        try #require(answer.status == 200 && answer.contentType == MediaType.json)
        return try StatisticsJSON.decode(answer.body, from: node.code)
    }
}
