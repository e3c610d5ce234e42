import Foundation

/// What the kernel says of this process, under the names that every client library of Prometheus uses.
enum ProcessFigures {
    /// Ticks of a second in which processor time is counted (`USER_HZ`).
    private static let ticks = 100.0

    static func write(to text: inout Exposition, started: Date) {
        text.add(.processStart, Int(started.timeIntervalSince1970))
        if let seconds = processorSeconds { text.add(.processCPU, [Sample(seconds)]) }
        let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        text.add(.processResidentMemory, status.flatMap { kilobytes("VmRSS:", in: $0) }.map { $0 * 1_024 })
        text.add(.processVirtualMemory, status.flatMap { kilobytes("VmSize:", in: $0) }.map { $0 * 1_024 })
        text.add(.processOpenFiles, (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count)
        text.add(.processMaxFiles, mostFiles)
    }

    /// Of the process and what it has waited for.
    private static var processorSeconds: Double? {
        guard let text = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8) else { return nil }
        // The name, which may hold anything, ends with the last bracket; of what follows, 12 and 13 are the times.
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return nil }
        return (user + system) / ticks
    }

    private static func kilobytes(_ name: String, in status: String) -> Int? {
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) }
    }

    /// The soft limit.
    private static var mostFiles: Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/limits", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("Max open files") }
        return line?.split(separator: " ").dropFirst(3).first.flatMap { Int($0) }
    }
}
