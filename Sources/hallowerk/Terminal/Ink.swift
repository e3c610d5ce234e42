import Foundation
import Glibc

/// Colour on a terminal, never elsewhere and never alone; `NO_COLOR` turns it off.
enum Ink: String {
    case green = "32", yellow = "33", red = "31", cyan = "36", bold = "1", faint = "2"

    /// Whether standard output is a terminal that wants colour.
    static let wanted = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil

    /// `text` in this ink when it is wanted, unchanged otherwise.
    func callAsFunction(_ text: String) -> String {
        Self.wanted ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
}
