import NIOCore
import Synchronization

/// The connections of one server, so that a stop closes those that are idle and lets the others finish.
final class OpenConnections: Sendable {
    private struct State {
        var busy: [ObjectIdentifier: Bool] = [:]
        var channels: [ObjectIdentifier: any Channel] = [:]
        var stopping = false
    }

    private let state = Mutex(State())

    /// Whether the server is stopping: answers end their connections.
    var isStopping: Bool { state.withLock { $0.stopping } }

    func opened(_ channel: any Channel) {
        let stopping = state.withLock { state in
            state.channels[ObjectIdentifier(channel)] = channel
            state.busy[ObjectIdentifier(channel)] = false
            return state.stopping
        }
        if stopping { channel.close(promise: nil) }
    }

    func closed(_ channel: any Channel) {
        state.withLock { state in
            state.channels[ObjectIdentifier(channel)] = nil
            state.busy[ObjectIdentifier(channel)] = nil
        }
    }

    func set(_ channel: any Channel, busy: Bool) {
        let close = state.withLock { state in
            state.busy[ObjectIdentifier(channel)] = busy
            return state.stopping && !busy
        }
        if close { channel.close(promise: nil) }
    }

    /// Closes every idle connection now and the others after their answer.
    func stop() {
        let idle = state.withLock { state in
            state.stopping = true
            return state.channels.filter { state.busy[$0.key] == false }.map(\.value)
        }
        for channel in idle { channel.close(promise: nil) }
    }

    /// Closes every connection that is left.
    func end() {
        stop()
        let left = state.withLock { Array($0.channels.values) }
        for channel in left { channel.close(promise: nil) }
    }
}
