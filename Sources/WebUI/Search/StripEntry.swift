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
    /// Why it is so.
    let sentence: String
    /// Asking again may help.
    let canAskAgain: Bool

    /// - Parameter isOfPage: whether it stands in a whole page, from which can be asked again.
    init(_ outcome: RegionOutcome, _ choices: SearchChoices, isOfPage: Bool) {
        let wording = outcome.state.wording
        code = outcome.region.slug
        name = choices.name(of: outcome.region)
        (word, sign, tone) = (wording.word, wording.sign, wording.tone)
        isAwaited = false
        count = outcome.count.map(Figures.count)
        duration = outcome.duration.map(Figures.milliseconds)
        sentence = outcome.sentence(name)
        canAskAgain = isOfPage && outcome.state != .notAsked
    }

    /// A region that is asked.
    init(awaited region: (code: RegionCode, name: String)) {
        code = region.code.slug
        name = region.name
        (word, sign, tone) = ("wordt gevraagd", "…", "quiet")
        isAwaited = true
        (count, duration) = (nil, nil)
        (sentence, canAskAgain) = ("", false)
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
        folder.render(StripEntry(outcome, choices, isOfPage: false), with: region)
    }
}
