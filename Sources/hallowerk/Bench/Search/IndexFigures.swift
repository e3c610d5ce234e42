/// One round of all queries, one after another.
struct RoundFigures: Sendable {
    let took: Duration
    /// By the processor's time, which does not count what else the machine did.
    let worked: Duration
}

/// What was measured of our index.
struct IndexFigures: Sendable {
    /// People in it.
    let count: Int
    /// From profiles into the index, on one core.
    let putting: Duration
    /// Resident memory that this took.
    let grownBytes: Int
    /// Of the growth: the index keeps each profile's fields, whose texts it shares with the profiles.
    let inlineBytes: Int
    let answers: [BenchAnswer]
    /// People found by each word of the queries alone; empty when nobody compares.
    var words: [String: Int] = [:]
    var timings: QueryTimings
    var oneCore: [RoundFigures] = []
    /// Requests a second of two who search at once: the index itself, and the showcase that guards it.
    var pairWithIndex = 0.0
    var pairWithShowcase = 0.0
    /// Disclosing and showing by two at once.
    var starting = Duration.zero
    /// Hides and shows, by person: of the index alone, and of the showcase while two search it.
    var hides = QueryTimings(queries: 0)
    var shows = QueryTimings(queries: 0)
    var busyHides = QueryTimings(queries: 0)
    var busyShows = QueryTimings(queries: 0)

    init(count: Int, putting: Duration, grownBytes: Int, inlineBytes: Int, answers: [BenchAnswer]) {
        self.count = count
        self.putting = putting
        self.grownBytes = grownBytes
        self.inlineBytes = inlineBytes
        self.answers = answers
        timings = QueryTimings(queries: answers.count)
    }

    /// Of the index alone, for each person in it.
    var bytesPerPerson: Double { Double(max(0, grownBytes - inlineBytes)) / Double(max(1, count)) }

    /// Requests a second on one core: the best round by the clock, and by the processor's time.
    var perSecond: (took: Double, worked: Double) {
        func best(_ durations: [Duration]) -> Double {
            Double(answers.count) / max(1e-9, (durations.min() ?? .seconds(1)) / .seconds(1))
        }
        return (best(oneCore.map(\.took)), best(oneCore.map(\.worked)))
    }
}
