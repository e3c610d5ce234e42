import Foundation

/// What the kernel says of the memory of a process.
enum ProcessMemory {
    /// The most that was ever resident of process `id`, in bytes; nil when it is gone.
    static func peak(_ id: Int32) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) }.map { $0 * 1_024 }
    }
}
