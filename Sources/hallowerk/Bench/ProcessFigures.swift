import Foundation

/// What the kernel says of a process.
enum ProcessFigures {
    /// Ticks of a second in which processor time is counted (`USER_HZ`).
    private static let ticks = 100

    /// The most that was ever resident of process `id`, in bytes; nil when it is gone.
    static func peakMemory(_ id: Int32) -> Int? { status("VmHWM:", of: id) }

    /// What is resident of process `id` now, in bytes; nil when it is gone.
    static func residentMemory(_ id: Int32) -> Int? { status("VmRSS:", of: id) }

    private static func status(_ name: String, of id: Int32) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) }.map { $0 * 1_024 }
    }

    /// How long processors have worked for process `id`; nil when it is gone.
    static func processorTime(_ id: Int32) -> Duration? {
        guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return nil }
        // The name, which may hold anything, ends with the last bracket; of what follows, 12 and 13 are the times.
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else { return nil }
        return .milliseconds((user + system) * 1_000 / ticks)
    }
}
