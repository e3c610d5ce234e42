import Domain
import Foundation
import Glibc
import UnixSignals

/// Looks at a gateway every five seconds until Ctrl-C: in place on a terminal, which it leaves as it was; elsewhere a
/// block of lines for each look.
struct StatusWatch: Sendable {
    static let interval = Duration.seconds(5)

    private enum End: Sendable {
        case signalled
        case looked(NodeHealth.Mark?)
        case rested
    }

    /// Of the gateway's ops face.
    let gateway: String

    /// - Returns: The worst of the latest look; nil when the gateway did not answer it.
    func run() async -> NodeHealth.Mark? {
        let onTerminal = isatty(STDOUT_FILENO) == 1
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        if onTerminal { Terminal.write(Screen.enter) }
        defer { if onTerminal { Terminal.write(Screen.leave) } }
        return await withTaskGroup(of: End.self) { group in
            group.addTask {
                for await _ in signals { break }
                return .signalled
            }
            group.addTask { await look(onTerminal) }
            var latest: NodeHealth.Mark?
            while let end = await group.next() {
                switch end {
                case .signalled:
                    group.cancelAll()
                    return latest
                case .looked(let mark):
                    latest = mark
                    group.addTask {
                        try? await Task.sleep(for: Self.interval)
                        return .rested
                    }
                case .rested: group.addTask { await look(onTerminal) }
                }
            }
            return latest
        }
    }

    private func look(_ onTerminal: Bool) async -> End {
        let time = Date().formatted(.iso8601)
        do {
            let (report, _) = try await StatusReport.ask(gateway)
            show("\(gateway) at \(time)", report.rendered(width: TerminalSize.columns), onTerminal)
            return .looked(report.worst)
        } catch {
            // Cut off by Ctrl-C: what the gateway did not answer says nothing then.
            if !Task.isCancelled { show("\(gateway) at \(time)", Ink.red("\(error)"), onTerminal) }
            return .looked(nil)
        }
    }

    private func show(_ heading: String, _ text: String, _ onTerminal: Bool) {
        let body = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let lines = [Ink.faint(heading), ""] + body
        Terminal.write(
            onTerminal
                ? Screen.drawing(lines, rows: TerminalSize.rows)
                : lines.joined(separator: "\n") + "\n\n")
    }
}

/// What steers a terminal (ECMA-48, and xterm's alternate screen).
enum Screen {
    /// To the alternate screen, without a cursor, and back.
    static let enter = "\u{1B}[?1049h\u{1B}[?25l"
    static let leave = "\u{1B}[?25h\u{1B}[?1049l"

    /// `lines` over what stood there, without flicker; those that do not fit are left away.
    static func drawing(_ lines: [String], rows: Int?) -> String {
        let shown = rows.map { Array(lines.prefix(max(1, $0))) } ?? lines
        return "\u{1B}[H" + shown.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J"
    }
}
