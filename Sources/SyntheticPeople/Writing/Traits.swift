/// What is so about a person, as far as sentences ask for it.
struct Traits: OptionSet, Hashable {
    let rawValue: Int

    static let experienced = Traits(rawValue: 1)
    static let starter = Traits(rawValue: 2)
    static let drives = Traits(rawValue: 4)
    static let withoutLicence = Traits(rawValue: 8)
    static let otherLanguage = Traits(rawValue: 16)
    static let baanafspraak = Traits(rawValue: 32)
    static let praktijkroute = Traits(rawValue: 64)
    static let bbl = Traits(rawValue: 128)
    static let young = Traits(rawValue: 256)
    static let older = Traits(rawValue: 512)
    static let severalOccupations = Traits(rawValue: 1024)
    static let betweenJobs = Traits(rawValue: 2048)

    /// As the facts spell them.
    private static let names: [String: Traits] = [
        "ervaren": .experienced, "starter": .starter, "rijbewijs": .drives, "zonder-rijbewijs": .withoutLicence,
        "andere-taal": .otherLanguage, "baanafspraak": .baanafspraak, "praktijkroute": .praktijkroute, "bbl": .bbl,
        "jong": .young, "ouder": .older, "meer-beroepen": .severalOccupations, "zonder-baan": .betweenJobs,
    ]

    init(rawValue: Int) { self.rawValue = rawValue }

    /// The trait that the facts call `name`, or nil.
    init?(named name: String) {
        guard let traits = Self.names[name] else { return nil }
        self = traits
    }
}
