/// The values of one facet as small numbers, so that counting is adding in an array. A value that nobody has any more
/// is forgotten.
struct FacetValues {
    private var names: [String] = []
    private var holders: [Int] = []
    private var numbers: [String: Int] = [:]
    private var free: [Int] = []

    /// How many numbers are in use, at most: the size of an array of counts.
    var capacity: Int { names.count }
    var values: Set<String> { Set(numbers.keys) }

    func name(_ number: Int) -> String { names[number] }

    /// The number of a value that somebody has.
    func number(of name: String) -> UInt32? { numbers[name].map { UInt32($0) } }

    /// Notes that one more document has `name`.
    mutating func retain(_ name: String) -> UInt32 {
        if let number = numbers[name] {
            holders[number] += 1
            return UInt32(number)
        }
        let number = free.popLast() ?? names.count
        if number == names.count {
            names.append(name)
            holders.append(1)
        } else {
            names[number] = name
            holders[number] = 1
        }
        numbers[name] = number
        return UInt32(number)
    }

    /// Notes that one document less has value `number`.
    mutating func release(_ number: UInt32) {
        let number = Int(number)
        holders[number] -= 1
        guard holders[number] == 0 else { return }
        numbers[names[number]] = nil
        names[number] = ""
        free.append(number)
    }
}
