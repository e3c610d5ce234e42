import Domain
import Foundation
import PeerHTTP
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite(
    "A region that lies is found out: its answer is not used, operators hear of it, and the others' stand", .oneAtATime)
struct LyingNodeTests {
    /// Zeeland with its own certificate, saying what `lie` makes of what its honest node says.
    private func run(
        _ body: @escaping @Sendable (FaultScene, LyingNode) async throws -> Void
    ) async throws {
        try await FaultScene.run { scene in
            let liar = try LyingNode(in: scene)
            try await withPeerServer(
                tls: scene.federation.tls(FaultScene.broken), accepting: [.gateway], handler: liar.handler
            ) { port in
                scene.federation.place(FaultScene.broken, at: port)
                try await scene.back()
                try await body(scene, liar)
            }
        }
    }

    private func tell(_ lies: [Lie]) async throws {
        try await run { scene, liar in
            for lie in lies {
                _ = scene.log.taken()
                liar.tell(lie)
                let answer = try await scene.search()
                try scene.expect(lie.state, answer, lie.name)
                let mustAlarm = [.faulty, .incompatible].contains(lie.state)
                #expect(scene.alarmed() == mustAlarm, "\(lie.name)")
                liar.tell(nil)
                try await scene.back()
            }
            try await scene.expect(.answered, scene.search(), "afterwards")
        }
    }

    @Test("out of order, twice, too many, miscounted")
    func order() async throws { try await tell(Lie.ofOrder) }

    @Test("somebody else's transaction, region, people, epoch")
    func others() async throws { try await tell(Lie.ofOthers) }

    @Test("hits that the asking region could not read")
    func form() async throws { try await tell(Lie.ofForm) }

    @Test("another status, an answer without end, one that breaks off")
    func messages() async throws { try await tell(Lie.ofMessages) }

    @Test("another version: one minor on is understood, two majors on is onverenigbaar with both versions named")
    func versions() async throws {
        try await tell(Lie.ofVersions)
        try await run { scene, liar in
            liar.tell(Lie.ofVersions[0])
            let reason = try scene.outcome(try await scene.search()).reason
            #expect(reason?.contains("3.0.0") == true && reason?.contains(APIVersion.ours) == true)
            liar.tell(Lie.ofVersions[1])
            #expect(try scene.outcome(try await scene.search()).reason?.contains("<b>") == false)
        }
    }

    @Test("cut after any of its bytes, an answer that is whole for HTTP is found out")
    func cut() async throws {
        try await run { scene, liar in
            liar.tell(.bytes("as it is", .answered) { $0 })
            _ = try await scene.search(count: 2)
            let whole = liar.lastLength
            #expect(whole > 500)
            var random = SeededRandom(seed: 3)
            for length in (0..<whole).shuffled(using: &random).prefix(FullRun.cases(whole)) {
                liar.tell(.bytes("cut") { Array($0.dropLast(whole - length)) })
                try await scene.expect(.faulty, scene.search(count: 2), "cut after \(length)")
                liar.tell(nil)
                try await scene.back()
            }
        }
    }
}
