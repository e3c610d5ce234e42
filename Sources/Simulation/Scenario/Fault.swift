/// A time in which a region does not do what it should.
package struct Fault: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Its process is gone: connections are refused at once, what was under way is lost.
        case crashed
        /// Nothing comes through to it or from it, and nobody is told.
        case silent
        /// Every answer takes `Fault.slowness` longer.
        case slow
    }

    package static let slowness = Duration.milliseconds(300)

    /// Its place among the regions.
    package let region: Int
    package let kind: Kind
    package let from: Duration
    package let until: Duration

    package init(region: Int, kind: Kind, from: Duration, until: Duration) {
        self.region = region
        self.kind = kind
        self.from = from
        self.until = until
    }
}

/// How often regions fail and how long that lasts; each kind of fault is as likely.
package struct FaultRate: Hashable, Sendable {
    /// Of one region, from its return to its next fault, on average.
    package var between: Duration
    /// On average.
    package var lasting: Duration

    package init(between: Duration = .seconds(3_600), lasting: Duration = .seconds(60)) {
        self.between = between
        self.lasting = lasting
    }

    /// The faults of `regions` regions up to `end`, by region and time; those of one region do not overlap.
    package func drawn(regions: Int, until end: Duration, seed: UInt64) -> [Fault] {
        var chance = Chance(seed: seed, stream: 1)
        var faults: [Fault] = []
        for region in 0..<regions {
            var time = chance.exponential(mean: between)
            while time < end {
                let back = time + chance.exponential(mean: lasting)
                let kind = Fault.Kind.allCases[chance.index(below: Fault.Kind.allCases.count)]
                faults.append(Fault(region: region, kind: kind, from: time, until: back))
                time = back + chance.exponential(mean: between)
            }
        }
        return faults
    }
}
