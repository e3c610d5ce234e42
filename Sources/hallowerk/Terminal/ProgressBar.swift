import Foundation
import Glibc

/// A bar with rate and time left on standard error; one line a tenth when that is no terminal.
struct ProgressBar {
    private let title: String
    private let total: Int
    private let unit: String
    private let started = ContinuousClock.now
    private let onTerminal = isatty(STDERR_FILENO) == 1
    private let quiet: Bool
    private var lastTenth = 0

    init(_ title: String, total: Int, unit: String, quiet: Bool = false) {
        self.title = title
        self.total = max(1, total)
        self.unit = unit
        self.quiet = quiet
    }

    /// Shows that `done` of the total is finished.
    mutating func update(_ done: Int) {
        guard !quiet else { return }
        let tenth = done * 10 / total
        guard onTerminal || tenth > lastTenth else { return }
        lastTenth = tenth
        let seconds = max(0.001, (ContinuousClock.now - started) / .seconds(1))
        let rate = Double(done) / seconds
        let left = rate > 0 ? Double(total - done) / rate : 0
        let filled = min(24, done * 24 / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
        let text = "\(title) \(bar) \(done)/\(total) \(unit)  \(Int(rate))/s  \(Int(left.rounded(.up))) s left"
        Self.write(onTerminal ? "\r\u{1B}[2K\(text)" : text + "\n")
        if onTerminal, done >= total { Self.write("\n") }
    }

    private static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
