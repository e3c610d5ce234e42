import Domain

/// What the index keeps of one profile to filter and order by: no more than numbers, so that looking through all of
/// them is fast.
struct Document {
    /// The halves of the profile's id, for the order of ties.
    let idHalves: (UInt64, UInt64)
    let area: PostcodeArea
    /// The municipality's number among the values of its facet.
    let municipality: UInt32
    let minimumHours: UInt8
    let maximumHours: UInt8
    let targetGroups: TargetGroupSet
}

/// Target groups as bits, in the order of `TargetGroup.allCases`.
struct TargetGroupSet: OptionSet {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Whether the group at `place` of `TargetGroup.allCases` is among them.
    func has(_ place: Int) -> Bool { rawValue & 1 << UInt8(place) != 0 }

    init(_ groups: [TargetGroup]) {
        rawValue = groups.reduce(0) { bits, group in
            bits | 1 << UInt8(TargetGroup.allCases.firstIndex(of: group) ?? 0)
        }
    }
}

extension ProfileID {
    /// The id's bytes as two numbers, the little end first.
    var halves: (UInt64, UInt64) {
        func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
        let bytes = bytes
        return (number(bytes[..<8]), number(bytes[8...]))
    }
}
