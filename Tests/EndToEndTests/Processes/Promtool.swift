import Foundation

/// A program of Debian's package `prometheus`, which says whether figures and rules are as Prometheus wants them.
enum Promtool {
    /// Nil where it is not installed.
    static let path = ["/usr/bin/promtool", "/usr/local/bin/promtool"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
}
