package import Domain

/// One region in the strip above what was found, as `region.mustache` reads it.
struct StripEntry {
    let code: String
    let name: String
    let word: String
    let sign: String
    let tone: String
    /// It has not answered yet.
    let isAwaited: Bool
    let count: String?
    let duration: String?
    /// What else there is to say of a region that answered.
    let note: String?

    init(_ outcome: RegionOutcome, _ choices: SearchChoices) {
        let wording = outcome.state.wording
        code = outcome.region.slug
        name = choices.name(of: outcome.region)
        (word, sign, tone) = (wording.word, wording.sign, wording.tone)
        isAwaited = false
        count = outcome.count.map(Figures.count)
        duration = outcome.duration.map(Figures.milliseconds)
        note = outcome.state == .answered ? outcome.reason : nil
    }

    /// A region that is asked.
    init(awaited region: (code: RegionCode, name: String)) {
        code = region.code.slug
        name = region.name
        (word, sign, tone) = ("wordt gevraagd", "…", "quiet")
        isAwaited = true
        (count, duration, note) = (nil, nil, nil)
    }
}

/// What `arriving.mustache` reads.
struct ArrivingView {
    let strip: [StripEntry]
    let total: Int
}

extension Pages {
    /// The regions of a search that has begun: none has answered yet.
    package func arriving(_ choices: SearchChoices) -> String {
        let strip = choices.regions.map(StripEntry.init(awaited:))
        return folder.render(ArrivingView(strip: strip, total: strip.count), with: arriving)
    }

    /// The entry of a region that has.
    package func arrived(_ outcome: RegionOutcome, _ choices: SearchChoices) -> String {
        folder.render(StripEntry(outcome, choices), with: region)
    }
}
