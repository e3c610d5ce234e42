import Foundation
import Glibc

/// How large the terminal on standard output is; nil where there is none.
enum TerminalSize {
    static var columns: Int? { size.flatMap { $0.ws_col > 0 ? Int($0.ws_col) : nil } }
    static var rows: Int? { size.flatMap { $0.ws_row > 0 ? Int($0.ws_row) : nil } }

    private static var size: winsize? {
        var size = winsize()
        let found = unsafe withUnsafeMutablePointer(to: &size) { unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), $0) }
        return found == 0 ? size : nil
    }
}
