/// A value with the line that it was read from.
struct Placed<Value> {
    let value: Value
    let line: Int
}

extension Placed: Sendable where Value: Sendable {}

/// What is wrong with one file, gathered while it is read.
struct FileFaults {
    let file: String
    private(set) var faults: [RegionsInvalid.Fault] = []

    init(file: String) { self.file = file }

    mutating func add(_ line: Int?, _ reason: String, _ remedy: String) {
        faults.append(RegionsInvalid.Fault(file: file, line: line, reason: reason, remedy: remedy))
    }
}
