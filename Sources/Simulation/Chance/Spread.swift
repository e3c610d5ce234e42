import Foundation

/// How long something takes: a log-normal body, to which a share of the draws adds a tail.
package struct Spread: Hashable, Sendable {
    package var median: Duration
    /// Of the logarithm: 0 always takes the median.
    package var sigma: Double
    /// How many have a tail, 0 to 1.
    package var tailShare: Double
    /// What a tail adds: once to twice this, evenly.
    package var tail: Duration

    package init(median: Duration, sigma: Double, tailShare: Double = 0, tail: Duration = .zero) {
        self.median = median
        self.sigma = sigma
        self.tailShare = tailShare
        self.tail = tail
    }

    package func draw(_ chance: inout Chance) -> Duration {
        let body = sigma == 0 ? median : median * exp(sigma * chance.normal())
        guard tailShare > 0, chance.unit() <= tailShare else { return body }
        return body + tail * (1 + chance.unit())
    }

    /// Of one of two halves that together take about this long, and as seldom have a tail.
    var half: Spread { Spread(median: median / 2, sigma: sigma, tailShare: tailShare / 2, tail: tail) }

    /// Of the body and the tail together.
    package var mean: Duration { median * exp(sigma * sigma / 2) + tail * (1.5 * tailShare) }
}
