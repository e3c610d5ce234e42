import Foundation
import Glibc

/// Asks the person at the terminal for a password, or takes it from the environment for scripts.
enum Prompt {
    static let variable = "HALLOWERK_WACHTWOORD"

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
