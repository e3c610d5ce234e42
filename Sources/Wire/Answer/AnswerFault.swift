/// What is wrong with an answer of another process, and on which of its lines (from 1).
package struct AnswerFault: Error, Hashable, CustomStringConvertible {
    package let line: Int
    package let reason: String
    package var description: String { "line \(line): \(reason)" }

    package init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }
}
