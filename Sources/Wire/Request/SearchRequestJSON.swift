package import Domain

/// A search request as JSON (design.md §6), with one fixed order of fields when written.
package enum SearchRequestJSON {
    private static let areaMissing = "ontbreekt: de sortering afstand heeft een gebied nodig"

    /// The request that `body` spells. Defaults: no filters, `relevantie` with text and `neutraal` without, 20 hits,
    /// 1.5 s. The order `afstand` needs `filters.gebied`.
    ///
    /// - Throws: `RequestRefusal` with every error at once: fields unknown, missing, of the wrong kind or out of range.
    package static func decode(_ body: [UInt8]) throws(RequestRefusal) -> SearchRequest {
        let errors = ErrorList()
        let request = decode(Fields(try JSONReader.document(body), path: "", errors: errors))
        guard errors.isEmpty, let request else { throw RequestRefusal(errors.all) }
        return request
    }

    private static func decode(_ fields: Fields) -> SearchRequest? {
        let text = fields.text("tekst", atMost: Limits.textCharacters) ?? ""
        let filters = fields.object("filters").map(Self.filters) ?? SearchFilters()
        let order: SearchOrder? = fields.choice("sortering")
        if order == .distance, filters.area == nil { fields.failUnlessMentioned("filters.gebied", Self.areaMissing) }
        let count = fields.integer("aantal", in: Limits.pageHits) ?? 20
        let position = fields.object("positie").flatMap(Self.position)
        let facets: [Facet] = fields.choices("facetten", atMost: Facet.allCases.count)
        let purpose = fields.required("doel").flatMap(Self.purpose)
        let limit = fields.integer("tijdslimietMs", in: 1...10_000).map { Duration.milliseconds($0) } ?? Limits.deadline
        let explain = fields.flag("uitleg") ?? false
        let epoch = fields.integer("tijdvak", in: 0...Limits.epochNumbers.upperBound)
        if let epoch, let position, epoch != position.epoch {
            fields.fail("tijdvak", "moet hetzelfde zijn als dat van positie")
        }
        fields.refuseUnknown()
        guard let purpose else { return nil }
        return SearchRequest(
            text: text, filters: filters, order: order, count: count, position: position, facets: facets,
            purpose: purpose, timeLimit: limit, explain: explain, epoch: epoch ?? Epoch.none.number)
    }

    private static func position(_ fields: Fields) -> SearchPosition? {
        let salt = fields.hexadecimal("zout", digits: 32)
        let score = fields.integer("score", in: Limits.scores, required: true)
        let tie = fields.hexadecimal("rang", digits: 16)
        let shown = fields.integer("getoond", in: 1...Limits.depth, required: true)
        let epoch = fields.integer("tijdvak", in: 0...Limits.epochNumbers.upperBound) ?? Epoch.none.number
        let missed = fields.parsed("gemist", "de code van een regio", atMost: Limits.missedRegions) {
            try? RegionCode($0)
        }
        fields.refuseUnknown()
        guard let salt, let score, let tie, let shown, let salt = Hexadecimal.salt(salt),
            let tie = Hexadecimal.value(tie)
        else { return nil }
        return SearchPosition(salt: salt, score: score, tie: tie, shown: shown, epoch: epoch, missed: missed)
    }

    private static func purpose(_ fields: Fields) -> Purpose? {
        let activity: Activity? = fields.choice("activiteit", required: true)
        let basis: LegalBasis? = fields.choice("grondslag", required: true)
        let vacancy = fields.text("vacature", atMost: 64)
        fields.refuseUnknown()
        guard let activity, let basis else { return nil }
        do throws(Purpose.Refusal) {
            return try Purpose(activity: activity, basis: basis, vacancy: vacancy)
        } catch {
            switch error {
            case .basisNotAllowed: fields.fail("grondslag", "hoort niet bij de activiteit \(activity.rawValue)")
            case .vacancyTooLong: fields.fail("vacature", "mag hooguit 64 bytes zijn")
            case .roleNotAllowed: fields.fail("activiteit", "hoort niet bij uw rol")
            }
            return nil
        }
    }
}
