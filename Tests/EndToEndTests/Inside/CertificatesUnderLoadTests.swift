import Domain
import Foundation
import Synchronization
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("Certificates of a gateway and all regions are replaced while people search: no search fails", .oneAtATime)
struct CertificatesUnderLoadTests {
    private static let rounds = 3

    /// What the searchers saw.
    private final class Seen: Sendable {
        let failures = Mutex<[String]>([])
        let searches = Mutex(0)
        let isOver = Mutex(false)
        var count: Int { searches.withLock { $0 } }
    }

    @Test
    func replaces() async throws {
        let regions = InsideFederation.randstad(over: 3)
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 10) }, admission: .ofImpatience
        ) { inside in
            let seen = Seen()
            var portals: [PortalClient] = []
            for node in inside.nodes {
                let portal = try await node.logIn()
                portals.append(portal)
                _ = try await portal.search("")
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for portal in portals + portals.prefix(1) {
                    group.addTask { while !seen.isOver.withLock({ $0 }) { try await search(portal, seen) } }
                }
                for _ in 0..<Self.rounds { try await replaceAll(inside, seen) }
                try await more(seen, 20)
                seen.isOver.withLock { $0 = true }
                try await group.waitForAll()
            }
            #expect(seen.failures.withLock { $0 } == [])
        }
    }

    /// Every party's, one after another, each in the middle of searches.
    private func replaceAll(_ inside: InsideFederation, _ seen: Seen) async throws {
        let gateway = try #require(inside.gateway)
        for footing in [gateway] + inside.nodes.map(\.footing) {
            let party = URL(filePath: footing.settings.certificates).lastPathComponent
            let fresh = try inside.federation.replaceCertificate(of: party)
            let answer = try await HTTPCall.send(
                "POST", HTTPCall.control(footing.settings.data, CertificateRoutes.reload), body: [])
            let row = try #require(try CertificateRoutes.read(answer.body).first)
            #expect(row.geweigerd == nil && row.serienummer == fresh.serial)
            try await more(seen, 8)
        }
    }

    private func more(_ seen: Seen, _ searches: Int) async throws {
        let (goal, end) = (seen.count + searches, ContinuousClock.now + InsideFederation.patience)
        while seen.count < goal {
            try #require(ContinuousClock.now < end)
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private func search(_ portal: PortalClient, _ seen: Seen) async throws {
        let found = try await portal.search("", extra: ["aantal": 3])
        let states = found.answer?.outcomes.map(\.state) ?? []
        if found.status != 200 || states.isEmpty || !states.allSatisfy({ $0 == .answered }) {
            seen.failures.withLock { $0.append("\(found.status) \(states)") }
        }
        seen.searches.withLock { $0 += 1 }
    }
}
