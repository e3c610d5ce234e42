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
    func number(of name: String) -> Int? { numbers[name] }

    /// Notes that one more document has `name`.
    mutating func retain(_ name: String) -> Int {
        if let number = numbers[name] {
            holders[number] += 1
            return number
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
        return number
    }

    /// Notes that one document less has value `number`.
    mutating func release(_ number: Int) {
        holders[number] -= 1
        guard holders[number] == 0 else { return }
        numbers[names[number]] = nil
        names[number] = ""
        free.append(number)
    }
}

/// A value of a facet that a document counts for: which facet, and the value's number, in 32 bits.
struct FacetNumber {
    private static let valueBits: UInt32 = 28
    private let bits: UInt32

    init(place: Int, value: Int) { bits = UInt32(place) << Self.valueBits | UInt32(value) }

    var place: Int { Int(bits >> Self.valueBits) }
    var value: Int { Int(bits & (1 << Self.valueBits - 1)) }
}
