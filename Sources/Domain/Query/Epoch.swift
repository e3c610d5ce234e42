/// The statistics that one search is scored by: of all visible profiles of the federation at one moment (design.md §7).
///
/// Invariant: every value is within its limit, and no frequency is above `population`. Equal epochs score equally
/// everywhere.
package struct Epoch: Hashable, Sendable {
    package enum Invalid: Error, Hashable, Sendable { case number, regions, statistics(TermStatistics.Invalid) }

    /// Before any statistics: every term is as rare as any other, in a population of `Limits.epochThreshold`.
    package static let none = Epoch(number: 0, regions: [], counted: TermStatistics.none)

    /// Grows: the moment of making in whole seconds since 1970, in `Limits.epochNumbers`; 0 is `none`.
    package let number: Int
    /// Whose reports are in it, in order, each once.
    package let regions: [RegionCode]
    /// Visible profiles counted.
    package let profiles: Int
    /// Term to visible profiles that have it, each at least `Limits.epochThreshold` in some region.
    package let frequencies: [String: Int]

    /// What frequencies are a part of: `profiles`, but never less than `frequency(of:)` of any term.
    package var population: Int { max(profiles, Limits.epochThreshold) }

    /// Visible profiles that have `term`; one outside the statistics counts as having `Limits.epochThreshold`.
    package func frequency(of term: String) -> Int { frequencies[term] ?? Limits.epochThreshold }

    /// An epoch as somebody states it.
    ///
    /// - Throws: `Invalid`, when a value is out of range: then nothing of it is used.
    package init(
        number: Int, regions: [RegionCode] = [], profiles: Int, frequencies: [String: Int]
    ) throws(Invalid) {
        guard Limits.epochNumbers.contains(number) else { throw .number }
        guard zip(regions, regions.dropFirst()).allSatisfy({ $0 < $1 }) else { throw .regions }
        do throws(TermStatistics.Invalid) {
            try TermStatistics.check(profiles, frequencies, within: Limits.counts, terms: Limits.epochTerms)
        } catch {
            throw .statistics(error)
        }
        self.number = number
        self.regions = regions
        self.profiles = profiles
        self.frequencies = frequencies
    }

    /// All regions' statistics added up, whatever their order. Past `Limits.epochTerms` the rarest terms are left out.
    ///
    /// - Parameter number: in `Limits.epochNumbers`.
    package static func sum(of reports: [RegionCode: TermStatistics], number: Int) -> Epoch {
        precondition(Limits.epochNumbers.contains(number), "an epoch's number is the moment of its making")
        var sums: [String: Int] = [:]
        for report in reports.values { sums.merge(report.frequencies) { add($0, $1) } }
        let profiles = reports.values.reduce(0) { add($0, $1.profiles) }
        return Epoch(
            number: number, regions: reports.keys.sorted(),
            counted: TermStatistics(profiles: profiles, most: Limits.epochTerms, of: sums))
    }

    private init(number: Int, regions: [RegionCode], counted: TermStatistics) {
        self.number = number
        self.regions = regions
        profiles = counted.profiles
        frequencies = counted.frequencies
    }

    private static func add(_ one: Int, _ other: Int) -> Int { min(Limits.counts.upperBound, one + other) }
}

extension Epoch {
    /// What a region can see of an epoch that is not true, whoever signed it.
    package enum Contradiction: Error, Hashable, Sendable {
        /// It is of a moment that has not come: no later one would ever be newer.
        case ofTheFuture
        /// It says that this region's report is in it, and counts less than that.
        case lessThanReported
    }

    /// Refuses an epoch that contradicts what `region` knows itself.
    ///
    /// - Parameters:
    ///   - reported: what the region gave out lately; the epoch was made of one of these, or of something that the
    ///     region does not remember when this is empty.
    ///   - seconds: the region's clock, since 1970; a leeway of `Limits.clockLeewaySeconds` is given.
    package func check(
        by region: RegionCode, reported: [TermStatistics], at seconds: Int
    ) throws(Contradiction) {
        guard number <= seconds + Limits.clockLeewaySeconds else { throw .ofTheFuture }
        guard regions.contains(region), !reported.isEmpty else { return }
        guard reported.contains(where: contains) else { throw .lessThanReported }
    }

    /// Whether `own`, what one region reported, can be a part of it: who sums cannot take away.
    package func contains(_ own: TermStatistics) -> Bool {
        let isFull = frequencies.count == Limits.epochTerms
        let leftOut = isFull ? frequencies.values.min() ?? Limits.epochThreshold : Limits.epochThreshold
        return own.profiles <= profiles && own.frequencies.allSatisfy { $1 <= frequencies[$0] ?? leftOut }
    }

    /// Whether a new epoch made of `other` would say the same.
    package func isSame(as other: Epoch) -> Bool {
        regions == other.regions && profiles == other.profiles && frequencies == other.frequencies
    }
}
