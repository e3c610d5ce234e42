import Foundation

/// What the kernel says of a process.
package struct ProcessFigures: Sendable {
    /// Ticks of a second in which processor time is counted (`USER_HZ`).
    private static let ticks = 100

    /// Its folder below `/proc`.
    private let folder: String

    /// This very process.
    package static let own = ProcessFigures("self")

    package init(_ id: Int32) { self.init("\(id)") }

    private init(_ name: String) { folder = "/proc/\(name)" }

    /// The most that was ever resident, in bytes; nil when it is gone.
    package var peakMemory: Int? { memory("VmHWM:") }

    /// What is resident now, in bytes; nil when it is gone.
    package var residentMemory: Int? { memory("VmRSS:") }

    private func memory(_ name: String) -> Int? {
        let line = lines(of: "status").first { $0.hasPrefix(name) }
        return line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) }.map { $0 * 1_024 }
    }

    /// How long processors have worked for it, and for what it has waited for; nil when it is gone.
    package var processorTime: Duration? {
        // The name, which may hold anything, ends with the last bracket; of what follows, 12 and 13 are the times.
        let fields = lines(of: "stat").joined().split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else { return nil }
        return .milliseconds((user + system) * 1_000 / Self.ticks)
    }

    /// The soft limit.
    private var mostFiles: Int? {
        let line = lines(of: "limits").first { $0.hasPrefix("Max open files") }
        return line?.split(separator: " ").dropFirst(3).first.flatMap { Int($0) }
    }

    private func lines(of file: String) -> [Substring] {
        (try? String(contentsOfFile: folder + "/" + file, encoding: .utf8))?.split(separator: "\n") ?? []
    }

    /// Under the names that every client library of Prometheus uses.
    func write(to text: inout Exposition, started: Date) {
        text.add(.processStart, Int(started.timeIntervalSince1970))
        if let processorTime { text.add(.processCPU, [Sample(processorTime / .seconds(1))]) }
        text.add(.processResidentMemory, residentMemory)
        text.add(.processVirtualMemory, memory("VmSize:"))
        text.add(.processOpenFiles, (try? FileManager.default.contentsOfDirectory(atPath: folder + "/fd"))?.count)
        text.add(.processMaxFiles, mostFiles)
    }
}
