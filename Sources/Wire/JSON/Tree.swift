import Domain

/// A JSON value read by key, for answers: what is absent or of another kind is nil.
struct Tree {
    private let value: JSONValue

    static func read(_ bytes: ArraySlice<UInt8>, line: Int) throws(AnswerFault) -> Tree {
        do throws(JSONReader.Fault) {
            return Tree(value: try JSONReader.read(bytes))
        } catch {
            throw AnswerFault(line: line, reason: "\(error.reason) at byte \(error.offset)")
        }
    }

    subscript(key: String) -> Tree? {
        guard case .object(let members) = value else { return nil }
        return members.first { $0.key == key }.map { Tree(value: $0.value) }
    }

    var isNull: Bool { if case .null = value { true } else { false } }
    var text: String? { if case .string(let text) = value { text } else { nil } }
    var flag: Bool? { if case .bool(let flag) = value { flag } else { nil } }
    var integer: Int? { if case .number(let text) = value { Int(text) } else { nil } }
    var number: Double? {
        if case .number(let text) = value { Double(text).flatMap { $0.isFinite ? $0 : nil } } else { nil }
    }
    /// A number of something: sums of what many processes say stay far from overflow.
    var count: Int? { integer(in: Limits.counts) }
    /// What a hit is ordered by.
    var score: Int? { integer(in: Limits.scores) }
    func integer(in range: ClosedRange<Int>) -> Int? { integer.flatMap { range.contains($0) ? $0 : nil } }
    /// Milliseconds, up to a day and to the microsecond: a `Duration` of more can trap.
    var milliseconds: Duration? {
        number.flatMap { (0...86_400_000).contains($0) ? .microseconds(Int(($0 * 1_000).rounded())) : nil }
    }
    /// The members of an object whose values are all counts.
    var countsByName: [String: Int]? {
        guard case .object(let members) = value else { return nil }
        var counts = [String: Int](minimumCapacity: members.count)
        for member in members {
            guard let count = Tree(value: member.value).count else { return nil }
            counts[member.key] = count
        }
        return counts
    }
    var elements: [Tree]? { if case .array(let elements) = value { elements.map(Tree.init(value:)) } else { nil } }
    var texts: [String]? {
        elements.flatMap { all in all.compactMap(\.text).count == all.count ? all.compactMap(\.text) : nil }
    }
}
