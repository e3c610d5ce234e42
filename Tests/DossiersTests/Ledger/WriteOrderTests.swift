import Domain
import Foundation
import Showcase
import Synchronization
import Testing

@testable import Dossiers

@Suite("I-4: at every window of a change the showcase holds only who is visible in the file")
struct WriteOrderTests {
    /// Whether somebody is shown, and visible in the file, as seen at a window.
    private struct Sight: Hashable, Sendable {
        let window: WriteWindow
        let isShown: Bool
        let isVisible: Bool
    }

    private func sights(
        visible: Bool, _ change: (DossierLedger, ProfileID) async throws -> Void
    ) async throws -> [Sight] {
        var people = People()
        let person = try people.one(visible: visible)
        let region = try await Region([person])
        let seen = Mutex<[Sight]>([])
        let ledger = DossierLedger(
            store: region.store, showcase: region.showcase,
            windows: WriteWindows { [region] window in
                let inFile = try? FileWitness(region.folder.store).people[person.id.hexadecimal]?.visibility
                let sight = Sight(
                    window: window, isShown: region.isShown(person.id), isVisible: inFile == "zichtbaar")
                seen.withLock { $0.append(sight) }
            })
        try await change(ledger, person.id)
        return seen.withLock(\.self)
    }

    @Test("hide: out of the showcase first, then from the file, then acknowledged")
    func hides() async throws {
        let sights = try await sights(visible: true) { try await $0.hide($1, by: .sample()) }
        #expect(
            sights == [
                Sight(window: .hideBegun, isShown: true, isVisible: true),
                Sight(window: .hideRemoved, isShown: false, isVisible: true),
                Sight(window: .hideWritten, isShown: false, isVisible: true),
                Sight(window: .hideCommitted, isShown: false, isVisible: false),
                Sight(window: .hideSettled, isShown: false, isVisible: false),
            ])
    }

    @Test("show: in the file first, then in the showcase, then acknowledged")
    func shows() async throws {
        let sights = try await sights(visible: false) { try await $0.show($1, by: .sample()) }
        #expect(
            sights == [
                Sight(window: .showWritten, isShown: false, isVisible: false),
                Sight(window: .showCommitted, isShown: false, isVisible: true),
                Sight(window: .showShown, isShown: true, isVisible: true),
            ])
    }

    @Test("every window has a name of its own that an operator can type")
    func names() {
        #expect(Set(WriteWindow.allCases.map(\.rawValue)).count == WriteWindow.allCases.count)
        #expect(WriteWindow.allCases.allSatisfy { $0.rawValue.contains(".") })
    }
}
