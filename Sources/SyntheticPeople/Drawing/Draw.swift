/// Draws numbers that are the same on every machine and with every Swift version: xoshiro256** 1.0 (Blackman and
/// Vigna), seeded through SplitMix64. The standard library's own draws are left alone, because they may change between
/// versions.
struct Draw {
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64

    init(seed: UInt64) {
        var state = seed
        a = Self.splitMix(&state)
        b = Self.splitMix(&state)
        c = Self.splitMix(&state)
        d = Self.splitMix(&state)
    }

    /// A stream of its own for each `name` and `index` under one seed: what is drawn for one never moves another.
    init(seed: UInt64, name: String, index: Int = 0) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var state = seed
        var mixed = Self.splitMix(&state) ^ hash
        let named = Self.splitMix(&mixed)
        self.init(seed: named ^ (UInt64(truncatingIfNeeded: index) &* 0x9e37_79b9_7f4a_7c15))
    }

    /// Sixty-four random bits.
    mutating func next() -> UInt64 {
        let result = Self.rotated(b &* 5, by: 7) &* 9
        let shifted = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = Self.rotated(d, by: 45)
        return result
    }

    /// A number from 0 up to `bound`, which is at least 1. The bias of the multiplication is under one in 2^40 here.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(max(1, bound))).high)
    }

    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// Yes with `percent` in a hundred.
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// The index of one of `weights`, each as likely as its share. At least one weight is over 0.
    mutating func index(weights: [Int]) -> Int {
        var left = below(weights.reduce(0, +))
        for (index, weight) in weights.enumerated() {
            if left < weight { return index }
            left -= weight
        }
        return weights.count - 1
    }

    /// One of `values`, or nil when there is none.
    mutating func one<Values: RandomAccessCollection>(of values: Values) -> Values.Element? {
        guard !values.isEmpty else { return nil }
        return values[values.index(values.startIndex, offsetBy: below(values.count))]
    }

    /// `count` of `values` (or all), in the order in which they stand there.
    mutating func some<Value>(_ count: Int, of values: [Value]) -> [Value] {
        var wanted = min(count, values.count)
        var result: [Value] = []
        for (index, value) in values.enumerated() where below(values.count - index) < wanted {
            result.append(value)
            wanted -= 1
        }
        return result
    }

    private static func splitMix(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    private static func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
        (value << count) | (value >> (64 - count))
    }
}
