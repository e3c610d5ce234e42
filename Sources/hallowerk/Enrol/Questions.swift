import Foundation
import Glibc

/// Asks the person at the terminal, once for each thing that was not said on the command line.
struct Questions {
    /// Whether there is somebody to ask.
    private let isAsked: Bool

    /// - Parameter isAsked: nil: when standard input is a terminal.
    init(isAsked: Bool? = nil) { self.isAsked = isAsked ?? (isatty(STDIN_FILENO) == 1) }

    /// What was `given`, or else the answer to `question`; nothing typed is `standard`.
    ///
    /// - Parameters:
    ///   - option: that says it on the command line.
    ///   - check: why an answer will not do, or nil.
    /// - Throws: `OperatorError` naming the option, when there is nobody to ask and no `standard`, or what was given
    ///   will not do.
    func answer(
        _ question: String, option: String, given: String?, standard: String?,
        check: (String) -> String? = { _ in nil }
    ) throws -> String {
        if let given {
            if let reason = check(given) { throw OperatorError("\(option) '\(given)': \(reason).") }
            return given
        }
        guard isAsked else {
            guard let standard, check(standard) == nil else {
                throw OperatorError(
                    "\(option) is missing, and there is no terminal to ask at.",
                    remedy: "Give \(option), or run this command at a terminal.")
            }
            return standard
        }
        while true {
            say("\(question)\(standard.map { " [\($0)]" } ?? ""): ")
            guard let line = readLine() else { throw OperatorError("Nothing was made: the questions were broken off.") }
            let typed = line.trimmingCharacters(in: .whitespaces)
            let answer = typed.isEmpty ? standard ?? "" : typed
            guard let reason = answer.isEmpty ? "an answer is needed" : check(answer) else { return answer }
            say("  \(reason)\n")
        }
    }

    /// Whether to go on; without somebody to ask, yes.
    func confirms(_ question: String) -> Bool {
        guard isAsked else { return true }
        say("\(question) [Y/n]: ")
        let typed = readLine()?.trimmingCharacters(in: .whitespaces).lowercased()
        return typed.map { ["", "y", "yes", "j", "ja"].contains($0) } ?? false
    }

    /// Whether somebody wants to look once more; nobody does when there is nobody to ask.
    func looksAgain() -> Bool {
        guard isAsked else { return false }
        say("Enter to check again, q to stop: ")
        return readLine().map { $0.trimmingCharacters(in: .whitespaces).lowercased() != "q" } ?? false
    }

    private func say(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
