import Synchronization

/// Something that is on or off for tasks beside each other; off at first.
final class Switch: Sendable {
    private let state = Atomic(false)
    var isOn: Bool { state.load(ordering: .acquiring) }
    func turnOn() { state.store(true, ordering: .releasing) }
    func turnOff() { state.store(false, ordering: .releasing) }
}
