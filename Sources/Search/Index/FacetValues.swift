import Domain

/// The values of one facet as small numbers, so that counting is adding in an array. A value that nobody has any more
/// is forgotten.
///
/// Numbers below `first` are no values.
struct FacetValues: Sendable {
    /// Whoever has fewer occupations than a `FacetRow` has places counts for one of these in each place left, so that
    /// counting needs no branch; they are many, so that no two counts in a row wait for each other.
    static let first = FacetRow.noOccupations

    private var names = [String](repeating: "", count: first)
    private var holders = [Int](repeating: 0, count: first)
    private var numbers: [String: UInt32] = [:]
    /// By the folded name: how a filter says it.
    private var folded: [String: [UInt32]] = [:]
    private var free: [UInt32] = []

    /// The greatest number so far, and one: the size of an array of counts.
    var capacity: Int { names.count }
    var values: Set<String> { Set(numbers.keys) }

    func name(_ number: Int) -> String { names[number] }

    func has(_ name: String) -> Bool { numbers[name] != nil }

    /// Adds every value among `numbers`, with how many have it.
    func addHolders(of numbers: Range<Int>, to counts: inout [String: Int]) {
        for number in numbers where number >= Self.first && holders[number] > 0 {
            counts[names[number]] = holders[number]
        }
    }

    /// Every value, with how many have it.
    var counts: [FacetCount] {
        numbers.map { FacetCount(value: $0.key, count: holders[Int($0.value)]) }
    }

    /// The values that are spelled so, whatever their case and accents.
    func numbers(spelled name: String) -> [UInt32] { folded[Analyzer.fold(name[...])] ?? [] }

    /// Notes that one more document has `name`.
    mutating func retain(_ name: String) -> UInt32 {
        if let number = numbers[name] {
            holders[Int(number)] += 1
            return number
        }
        let number = free.popLast() ?? UInt32(names.count)
        if Int(number) == names.count {
            names.append(name)
            holders.append(1)
        } else {
            (names[Int(number)], holders[Int(number)]) = (name, 1)
        }
        numbers[name] = number
        folded[Analyzer.fold(name[...]), default: []].append(number)
        return number
    }

    /// Notes that one document less has value `number`.
    mutating func release(_ number: UInt32) {
        let place = Int(number)
        holders[place] -= 1
        guard holders[place] == 0 else { return }
        let key = Analyzer.fold(names[place][...])
        folded[key]?.removeAll { $0 == number }
        if folded[key]?.isEmpty == true { folded[key] = nil }
        numbers[names[place]] = nil
        names[place] = ""
        free.append(number)
    }
}
