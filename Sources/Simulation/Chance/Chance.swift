import Foundation

/// Random numbers that follow from a seed (SplitMix64): the same on every run.
///
/// Each purpose has a stream of its own, so that another number of gateways does not change when people ask.
package struct Chance: Sendable {
    private var state: UInt64

    package init(seed: UInt64, stream: UInt64 = 0) {
        state = seed &+ stream &* 0xD1B5_4A32_D192_ED03
        _ = next()
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// More than 0, at most 1; even.
    package mutating func unit() -> Double { (Double(next() >> 11) + 1) * 0x1p-53 }

    /// The time to the next of events that come at random, `mean` apart.
    package mutating func exponential(mean: Duration) -> Duration { .seconds(-log(unit()) * (mean / .seconds(1))) }

    /// Of the standard normal distribution (Box and Muller).
    package mutating func normal() -> Double { (-2 * log(unit())).squareRoot() * cos(2 * .pi * unit()) }

    /// 0 up to `bound`, which is more than 0.
    package mutating func index(below bound: Int) -> Int { min(bound - 1, Int(unit() * Double(bound))) }
}
