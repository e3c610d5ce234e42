import Domain
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Trust

@Suite("A verklaring is used for one thing")
struct ReplayMemoryTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test
    func tellsARepeatFromAConflict() throws {
        let memory = ReplayMemory(limit: 10, now: { [now] in now })
        #expect(memory.admit(try verklaring("1"), token: "a.b.c") == .first)
        #expect(memory.admit(try verklaring("1"), token: "a.b.c") == .repeated)
        #expect(memory.admit(try verklaring("1"), token: "a.b.d") == .conflicting)
        #expect(memory.admit(try verklaring("2"), token: "a.b.c") == .first)
        #expect(memory.admit(try verklaring("1", issuer: "00000099100000002000"), token: "a.b.d") == .first)
    }

    @Test
    func isBoundedAndForgetsOnlyWhatHasExpired() throws {
        let clock = Mutex(now)
        let memory = ReplayMemory(limit: 2, now: { clock.withLock { $0 } })
        #expect(memory.admit(try verklaring("1"), token: "1") == .first)
        #expect(memory.admit(try verklaring("2"), token: "2") == .first)
        #expect(memory.admit(try verklaring("3"), token: "3") == .full)
        #expect(memory.admit(try verklaring("1"), token: "1") == .repeated)
        clock.withLock { $0 += 60 + Double(Limits.clockLeewaySeconds) }
        #expect(memory.admit(try verklaring("3"), token: "3") == .full, "still accepted by a checker")
        clock.withLock { $0 += 10 }
        #expect(memory.admit(try verklaring("3"), token: "3") == .first)
    }

    @Test
    func admitsOneOfManyAtOnce() async throws {
        let memory = ReplayMemory(now: { [now] in now })
        let verklaring = try verklaring("1")
        let admissions = await withTaskGroup(of: ReplayMemory.Admission.self) { group in
            for number in 0..<64 { group.addTask { memory.admit(verklaring, token: "\(number % 2)") } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(admissions.count { $0 == .first } == 1)
        #expect(admissions.count { $0 == .repeated } == 31)
        #expect(admissions.count { $0 == .conflicting } == 32)
    }

    private func verklaring(_ id: String, issuer: String = "00000099100000001000") throws -> Verklaring {
        Verklaring(
            id: id, issuer: try OIN(issuer), organisation: try OIN("00000099200000001000"), person: "p",
            role: .accountManager, purpose: try Purpose(activity: .advise, basis: .wetSuwi), audience: .federation,
            method: "POST", path: "/", bodyDigest: [], registrySerial: 1, certificateThumbprint: "", issued: now,
            expires: now.addingTimeInterval(60))
    }
}
