import Domain
import Foundation
import NIOPosix
import PeerHTTP
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("I-3, P-VIS-2: what is hidden moves no answer in time that a statistical test finds", .oneAtATime)
struct TwinTimeTests {
    /// Searches of each twin; in full as many as show a difference of some microseconds.
    private static let pairs = FullRun.isWanted ? 20_000 : 1_000
    /// Of the normal distribution: beyond it once in 16,000 runs of twins that are alike.
    private static let critical = 4.0

    /// Both twins answer the same question right after each other, whichever comes first by lot. Were one slower, it
    /// would be so in more than half of the pairs: the sign test, which no outlier and no slow drift of the machine
    /// misleads.
    @Test("twins under the same load: neither is the slower one of a pair more often than chance has it")
    func alike() async throws {
        try await Twins.run { twins in
            let federation = twins.federation.federation
            let asker = try await TestAsker("zeeland", in: federation, clock: twins.federation.clock)
            let client = PeerClient(
                tls: try federation.tls(TestFederation.gatewayName), group: MultiThreadedEventLoopGroup.singleton,
                accepting: [.source])
            federation.place("gorinchem", at: twins.plain.federationPort)
            let place = try federation.endpoint("gorinchem")
            let home = try federation.region("gorinchem").oin
            func time(_ node: InsideNode, _ text: String) async throws -> Duration {
                let question = try await asker.search(SearchRequest(text: text, count: 20, purpose: TestAsker.purpose))
                let endpoint = Endpoint(host: place.host, port: node.federationPort, address: place.address)
                let began = ContinuousClock.now
                let answer = try await client.call(
                    question.call, to: [endpoint], expecting: home, deadline: .now + Limits.longestDeadline)
                let took = began.duration(to: .now)
                try #require(answer.status == 200)
                return took
            }
            var random = SeededRandom(seed: 6)
            let texts = ["", "medewerker", Twins.secret, "chauffeur", "\(Twins.secret)*"]
            for node in twins.both { for text in texts { _ = try await time(node, text) } }
            var slower = (plain: 0, laden: 0)
            for number in 0..<Self.pairs {
                let text = texts[number % texts.count]
                let ladenFirst = Bool.random(using: &random)
                let first = try await time(ladenFirst ? twins.laden : twins.plain, text)
                let second = try await time(ladenFirst ? twins.plain : twins.laden, text)
                let (laden, plain) = ladenFirst ? (first, second) : (second, first)
                if laden > plain { slower.laden += 1 } else if plain > laden { slower.plain += 1 }
            }
            await client.shutdown()
            let count = Double(slower.plain + slower.laden)
            let deviation = (Double(slower.laden) - count / 2) / (count.squareRoot() / 2)
            print("twins: slower with hidden people \(slower.laden), without \(slower.plain), z \(deviation)")
            #expect(abs(deviation) < Self.critical, "\(slower)")
        }
    }
}
