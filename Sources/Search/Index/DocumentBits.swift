import Domain

/// Who has each value of the kinds of which there are few, a bit for each document: so a filter asks 64 people at once.
struct DocumentBits: Sendable {
    enum Kind: Int, CaseIterable { case municipality, targetGroup, contract, licence, sector, educationLevel }

    private var kinds = Kind.allCases.map { _ in ValueBits() }

    subscript(kind: Kind) -> ValueBits { kinds[kind.rawValue] }

    /// Notes what `document` has, which stands at `number` from now on.
    mutating func insert(_ document: Document, at number: Int) {
        Self.forEachValue(of: document) { kinds[$0.rawValue].insert($1, number) }
    }

    /// Forgets what `document` has, which stands at `number`.
    mutating func remove(_ document: Document, at number: Int) {
        Self.forEachValue(of: document) { kinds[$0.rawValue].remove($1, number) }
    }

    private static func forEachValue(of document: Document, _ body: (Kind, _ value: Int) -> Void) {
        body(.municipality, Int(document.municipality))
        body(.educationLevel, Int(document.education))
        document.targetGroups.forEachPlace { body(.targetGroup, $0) }
        document.contracts.forEachPlace { body(.contract, $0) }
        document.licences.forEachPlace { body(.licence, $0) }
        document.sectors.forEachPlace { body(.sector, $0) }
    }
}

/// Who has each value of one kind.
struct ValueBits: Sendable {
    /// By the value's number; no longer than the last document that ever had it needs.
    private var bits: [[UInt64]] = []
    /// By the value's number: how many have it.
    private(set) var holders: [Int] = []

    /// Those who have `value`, from document 64 times `first` on, 64 in each; what is not there is nobody.
    func words(of value: Int, from first: Int, count: Int) -> ArraySlice<UInt64> {
        guard value < bits.count else { return [] }
        let end = min(bits[value].count, first + count)
        return bits[value][min(first, end)..<end]
    }

    /// How many have each value that somebody has, of a closed list.
    func counts<Value: RawRepresentable<String> & CaseIterable>(_ type: Value.Type) -> [FacetCount] {
        zip(Value.allCases, holders).compactMap { value, count in
            count > 0 ? FacetCount(value: value.rawValue, count: count) : nil
        }
    }

    mutating func insert(_ value: Int, _ document: Int) {
        while value >= bits.count {
            bits.append([])
            holders.append(0)
        }
        let missing = document / 64 + 1 - bits[value].count
        if missing > 0 { bits[value] += repeatElement(0, count: missing) }
        bits[value][document / 64] |= 1 << UInt64(document % 64)
        holders[value] += 1
    }

    mutating func remove(_ value: Int, _ document: Int) {
        bits[value][document / 64] &= ~(1 << UInt64(document % 64))
        holders[value] -= 1
    }
}
