import Dispatch
import Domain
import Foundation
import Showcase
import TestSupport

@testable import Dossiers

/// A process that changes dossiers until it is killed: at a window of the write order, or after some time.
struct KillVictim: Codable, Sendable {
    /// When the process dies.
    enum Death: Codable, Sendable {
        /// The n-th time that a change reaches this window.
        case window(String, time: Int)
        case after(microseconds: Int)
    }

    /// The generations at which somebody may be shown, in the life of one folder.
    static let generations = 0...600

    private static let besideTheQueue: [WriteWindow] = [.hideSettled, .importDecided, .importApplied, .importFinished]

    let folder: String
    let death: Death
    let seed: UInt64
    let now = Date(timeIntervalSince1970: 1_795_438_800)

    private enum CodingKeys: CodingKey { case folder, death, seed }

    var store: String { folder + "/dossiers.sqlite" }
    var diary: String { folder + "/diary-\(seed)" }

    /// Opens the store as a node does at its start.
    private func open(_ diary: KillDiary) async throws -> (ledger: DossierLedger, people: [Dossier]) {
        let dossiers = try DossierStore(path: store)
        let showcase = Showcase(places: People.places)
        let people = try await dossiers.dossiers(of: People.rotterdam, after: nil, limit: 500)
        let ledger = DossierLedger(store: dossiers, showcase: showcase, windows: windows(showcase, people, diary))
        try await ledger.rebuildIndexes()
        return (ledger, people)
    }

    private func windows(_ showcase: Showcase, _ people: [Dossier], _ diary: KillDiary) -> WriteWindows {
        guard case .window(let name, let time) = death else { return WriteWindows { _ in } }
        let countdown = Countdown(time)
        return WriteWindows { window in
            guard window.rawValue == name, countdown.isDone() else { return }
            // On the writing queue nothing moves while it is written down.
            if !Self.besideTheQueue.contains(window) {
                let shown = people.map(\.id).filter { id in
                    Self.generations.contains { showcase.profile(id, generation: $0) != nil }
                }
                diary.write(["shown"] + shown.map(\.hexadecimal))
            }
            kill(getpid(), SIGKILL)
        }
    }

    /// Dies by itself at a random instant: the signal comes from a thread that knows nothing of what the others do.
    private func startTimer() {
        guard case .after(let microseconds) = death else { return }
        DispatchQueue.global(qos: .userInteractive).asyncAfter(deadline: .now() + .microseconds(microseconds)) {
            kill(getpid(), SIGKILL)
        }
    }

    /// Shows, hides and edits, four at a time, each on people of its own; returns only when nothing killed it.
    func act() async throws {
        let diary = try KillDiary(appending: diary)
        let (ledger, people) = try await open(diary)
        startTimer()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    var random = SeededRandom(seed: seed &+ UInt64(worker))
                    var visible = Set(people.filter { $0.visibility == .visible }.map(\.id))
                    let own = people.enumerated().filter { $0.offset % 4 == worker }.map(\.element.id)
                    for number in 0..<500 {
                        guard let id = own.randomElement(using: &random) else { return }
                        let name = "\(seed)-\(worker)-\(number)"
                        let isEdit = Int.random(in: 0..<3, using: &random) == 0
                        let act = ActOfVisibility.sample(request: name)
                        diary.write("begin", isEdit ? "edit-\(name)" : name, id.hexadecimal)
                        if isEdit {
                            try await ledger.edit(id, of: People.rotterdam) { $0.work.skills.append("edit-\(name)") }
                        } else if visible.remove(id) != nil {
                            try await ledger.hide(id, by: act)
                        } else {
                            try await ledger.show(id, by: act)
                            visible.insert(id)
                        }
                        diary.write("done", isEdit ? "edit-\(name)" : name, id.hexadecimal)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Decides and applies the stage `id`, while others are hidden and shown.
    func takeIn(_ id: String) async throws {
        let diary = try KillDiary(appending: diary)
        let (ledger, people) = try await open(diary)
        startTimer()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for (number, person) in people.prefix(200).enumerated() {
                    let name = "\(seed)-\(number)"
                    diary.write("begin", name, person.id.hexadecimal)
                    if person.visibility == .visible {
                        try await ledger.hide(person.id, by: .sample(request: name))
                    } else {
                        try await ledger.show(person.id, by: .sample(request: name))
                    }
                    diary.write("done", name, person.id.hexadecimal)
                }
            }
            diary.write("begin", "decision", id)
            try await ledger.decideImport(
                id, in: folder, for: People.rotterdam, by: "beheer", isComplete: true, at: now)
            diary.write("done", "decision", id)
            try await ledger.applyImport(id, in: folder, now: { [now] in now }) { _ in }
            diary.write("done", "import", id)
            try await group.waitForAll()
        }
        // The instant came after everything.
        if case .after = death { kill(getpid(), SIGKILL) }
    }
}

extension ProfileID {
    /// As SQLite's `hex` writes it.
    var hexadecimal: String {
        bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined().uppercased()
    }
}
