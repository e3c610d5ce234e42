import ArgumentParser
import Foundation

/// Turns what went wrong into text on standard error and an exit code.
enum Failure {
    /// Runs `body`; what it throws is printed as what, where and what to do, and ends the command with code 1.
    static func reported(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let exit as ExitCode {
            throw exit
        } catch is CancellationError {
            return
        } catch {
            FileHandle.standardError.write(Data((Ink.red("error: ") + "\(error)\n").utf8))
            throw ExitCode(1)
        }
    }
}
