/// Draws that are the same in every run with one seed: SplitMix64 (Steele, Lea and Flood, 2014).
struct BenchRandom: RandomNumberGenerator {
    private var state: UInt64

    /// - Parameter stream: draws for one thing never move those for another.
    init(seed: UInt64, stream: UInt64) { state = seed &* 0x2545_f491_4f6c_dd1d ^ stream &* 0x9e37_79b9_7f4a_7c15 }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Yes with `percent` in a hundred.
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}
