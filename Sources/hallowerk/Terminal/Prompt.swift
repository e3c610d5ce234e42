import Foundation
import Glibc

/// Asks the person at the terminal for a password, or takes it from the environment for scripts.
enum Prompt {
    static let variable = "HALLOWERK_WACHTWOORD"

    /// The code of a second factor, for scripts.
    static let codeVariable = "HALLOWERK_CODE"

    /// The code of `user` in the environment, or nil: whether one is needed, the portal says.
    static func givenCode() -> String? {
        ProcessInfo.processInfo.environment[codeVariable].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The code of `user`, asked for at the terminal.
    ///
    /// - Throws: `OperatorError` when there is no terminal to ask at.
    static func code(of user: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            throw OperatorError(
                "There is no code for \(user): standard input is not a terminal.",
                remedy: "Set \(codeVariable) in the environment, or run this command at a terminal.")
        }
        FileHandle.standardError.write(Data("Code van de tweede factor van \(user): ".utf8))
        return readLine() ?? ""
    }

    /// The password of `user`.
    ///
    /// - Throws: `OperatorError` when there is neither a terminal to ask at nor the variable.
    static func password(of user: String) throws -> String {
        if let given = ProcessInfo.processInfo.environment[variable], !given.isEmpty { return given }
        guard isatty(STDIN_FILENO) == 1 else {
            throw OperatorError(
                "There is no password for \(user): standard input is not a terminal.",
                remedy: "Set \(variable) in the environment, or run this command at a terminal.")
        }
        FileHandle.standardError.write(Data("Wachtwoord van \(user): ".utf8))
        var before = termios()
        unsafe tcgetattr(STDIN_FILENO, &before)
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        unsafe tcsetattr(STDIN_FILENO, TCSANOW, &silent)
        defer {
            unsafe tcsetattr(STDIN_FILENO, TCSANOW, &before)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        return readLine() ?? ""
    }
}
