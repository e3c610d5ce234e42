import Foundation

/// What a victim says it does, in a file that outlives it: a line when it begins an act, one when the act is
/// acknowledged, and, by the window in which it dies, who is shown at that instant.
struct KillDiary: Sendable {
    private let descriptor: Int32

    init(appending path: String) throws {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileNoSuchFile) }
    }

    /// One line, in one write: whole or not there.
    func write(_ words: String...) { write(words) }

    func write(_ words: [String]) {
        let bytes = Array((words.joined(separator: " ") + "\n").utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    /// What a diary says, after the victim is gone.
    struct Reading {
        /// Names of acts that began and of those that were acknowledged, with whom they are about.
        private(set) var begun: [String: String] = [:]
        private(set) var acknowledged: [String: String] = [:]
        /// Who was in the showcase at death; nil when the victim did not say.
        private(set) var shown: Set<String>?

        init(_ path: String) throws {
            for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
                let words = line.split(separator: " ").map(String.init)
                guard let first = words.first else { continue }
                switch first {
                case "begin" where words.count == 3: begun[words[1]] = words[2]
                case "done" where words.count == 3: acknowledged[words[1]] = words[2]
                case "shown": shown = Set(words.dropFirst())
                default: break
                }
            }
        }
    }
}
