import Domain

/// What the index keeps of one profile to filter and order by: no more than numbers, so that looking through all of
/// them is fast.
struct Document: Hashable {
    let area: UInt16
    /// The municipality's number among the values of its facet.
    var municipality: UInt16 = 0
    let minimumHours: UInt8
    let maximumHours: UInt8
    let targetGroups: Bits<TargetGroup>
    let contracts: Bits<ContractForm>
    /// Place in `EducationLevel.allCases`.
    let education: UInt8
    /// Kilometres; `anyDistance` when it does not matter or is not said.
    let travelKm: UInt8
    let licences: Bits<DrivingLicence>
    let sectors: Bits<Sector>
    /// The first day that the person can start, as the number yyyymmdd.
    let availableFrom: Int32

    static let anyDistance = UInt8.max
    /// Of somebody who was taken out.
    static let none = Document()

    private init() {
        (area, minimumHours, maximumHours, education, travelKm, availableFrom) = (0, 0, 0, 0, 0, 0)
        (targetGroups, contracts, licences, sectors) = (Bits([]), Bits([]), Bits([]), Bits([]))
    }

    init(_ profile: some SearchedProfile) {
        area = profile.postcodeArea.number
        minimumHours = UInt8(profile.hours.minimum)
        maximumHours = UInt8(profile.hours.maximum)
        targetGroups = Bits(profile.targetGroups)
        contracts = Bits(profile.contracts)
        education = UInt8(Bits.place(of: profile.education))
        travelKm = profile.travelKm.map { UInt8(clamping: $0) } ?? Self.anyDistance
        licences = Bits(profile.licences)
        sectors = Bits(profile.sectors)
        availableFrom = profile.availableFrom.number
    }
}

/// Values of a closed list as bits, in the order of `allCases`: at most 32.
struct Bits<Value: CaseIterable & Equatable>: Hashable, Sendable where Value.AllCases == [Value] {
    let rawValue: UInt32

    init(_ values: [Value]) {
        rawValue = values.reduce(0) { bits, value in bits | 1 << UInt32(Self.place(of: value)) }
    }

    var isEmpty: Bool { rawValue == 0 }

    /// Calls `body` with the place of each value, in order.
    func forEachPlace(_ body: (Int) -> Void) {
        var left = rawValue
        while left != 0 {
            body(left.trailingZeroBitCount)
            left &= left - 1
        }
    }

    func shares(with other: Bits) -> Bool { rawValue & other.rawValue != 0 }

    static func place(of value: Value) -> Int { Value.allCases.firstIndex(of: value) ?? 0 }
}

extension CalendarDay {
    /// The day as the number yyyymmdd: so days order as numbers.
    var number: Int32 { Int32(year * 10_000 + month * 100 + day) }
}

/// The halves of a profile's id, for the order of ties.
struct IDHalves: Hashable {
    let low: UInt64
    let high: UInt64

    static let none = IDHalves(low: 0, high: 0)

    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// The id's bytes as two numbers, the little end first.
    init(_ id: ProfileID) {
        func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
        let bytes = id.bytes
        low = number(bytes[..<8])
        high = number(bytes[8...])
    }
}

/// What every hit is counted by, together in twelve bytes: the usual facets cost one look a hit.
struct FacetRow: Hashable {
    static let occupations = 4
    /// Numbers that are no occupation: `occupations` for each of so many documents behind each other.
    static let noOccupations = occupations << 4

    /// Numbers of the first four occupations. For none, and for one whose number is too great, a number that is no
    /// occupation, another one for each place and for each of the documents beside it.
    let first, second, third, fourth: UInt16
    let municipality: UInt16
    let targetGroups: UInt8
    /// An occupation stands in the record only.
    let hasMore: Bool

    /// - Parameter number: the document's own.
    init(occupations: [UInt32], document: Document, number: Int) {
        let spare = number * Self.occupations % Self.noOccupations
        func at(_ place: Int) -> UInt16 {
            let number = place < occupations.count ? UInt16(exactly: occupations[place]) : nil
            return number ?? UInt16(spare + place)
        }
        (first, second, third, fourth) = (at(0), at(1), at(2), at(3))
        municipality = document.municipality
        targetGroups = UInt8(document.targetGroups.rawValue)
        hasMore = occupations.count > Self.occupations || occupations.contains { $0 > UInt32(UInt16.max) }
    }
}
