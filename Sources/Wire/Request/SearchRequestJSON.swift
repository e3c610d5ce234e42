package import Domain

/// A search request as JSON (design.md §6), with one fixed order of fields when written.
package enum SearchRequestJSON {
    /// The request that `body` spells. Defaults: no filters, `relevantie` with text and `neutraal` without, 20 hits,
    /// 1.5 s.
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
        let count = fields.integer("aantal", in: Limits.pageHits) ?? 20
        let position = fields.object("positie").flatMap(Self.position)
        let facets: [Facet] = fields.choices("facetten", atMost: Facet.allCases.count)
        let purpose = fields.required("doel").flatMap(Self.purpose)
        let limit = fields.integer("tijdslimietMs", in: 1...10_000).map { Duration.milliseconds($0) } ?? Limits.deadline
        let explain = fields.flag("uitleg") ?? false
        fields.refuseUnknown()
        guard let purpose else { return nil }
        return SearchRequest(
            text: text, filters: filters, order: order, count: count, position: position, facets: facets,
            purpose: purpose, timeLimit: limit, explain: explain)
    }

    private static func filters(_ fields: Fields) -> SearchFilters {
        let filters = SearchFilters(
            regions: fields.parsed("regios", "een regiocode zoals rijnmond") { try? RegionCode($0) },
            municipalities: fields.parsed("gemeenten", "een gemeentecode zoals GM0599") { try? MunicipalityCode($0) },
            area: fields.object("gebied").flatMap(Self.area),
            targetGroups: fields.choices("doelgroepen", atMost: Limits.filterValues),
            hours: fields.object("urenPerWeek").flatMap(Self.hours))
        fields.refuseUnknown()
        return filters
    }

    private static func area(_ fields: Fields) -> SearchFilters.Area? {
        let postcode = fields.requiredText("postcode").flatMap { text -> PostcodeArea? in
            let area = try? PostcodeArea(text)
            if area == nil { fields.fail("postcode", "moet vier cijfers zijn, zoals 3011") }
            return area
        }
        let distance = fields.integer("afstandKm", in: Limits.distanceKm, required: true)
        fields.refuseUnknown()
        guard let postcode, let distance else { return nil }
        return SearchFilters.Area(postcode: postcode, distanceKm: distance)
    }

    private static func hours(_ fields: Fields) -> WeeklyHours? {
        let minimum = fields.integer("minimaal", in: 0...60) ?? 0
        let maximum = fields.integer("maximaal", in: 0...60) ?? 60
        fields.refuseUnknown()
        guard let hours = try? WeeklyHours(minimum: minimum, maximum: maximum) else {
            fields.fail("minimaal", "mag niet meer zijn dan maximaal")
            return nil
        }
        return hours
    }

    private static func position(_ fields: Fields) -> SearchPosition? {
        let salt = fields.hexadecimal("zout", digits: 32)
        let score = fields.integer("score", in: Limits.counts, required: true)
        let tie = fields.hexadecimal("rang", digits: 16)
        let shown = fields.integer("getoond", in: 1...Limits.depth, required: true)
        fields.refuseUnknown()
        guard let salt, let score, let tie, let shown, let salt = Hexadecimal.salt(salt),
            let tie = Hexadecimal.value(tie)
        else { return nil }
        return SearchPosition(salt: salt, score: score, tie: tie, shown: shown)
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
