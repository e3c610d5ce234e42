package import Domain

extension SearchRequestJSON {
    /// `request` as bytes; `decode` gives the same request back.
    package static func encode(_ request: SearchRequest) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("tekst", request.text)
            write(request.filters, to: &writer)
            writer.member("sortering", request.order.rawValue)
            writer.member("aantal", request.count)
            if let position = request.position {
                writer.key("positie")
                write(position, to: &writer)
            }
            writer.member("facetten", request.facets.map(\.rawValue))
            writer.key("doel")
            write(request.purpose, to: &writer)
            writer.member("tijdslimietMs", Int(request.timeLimit / .milliseconds(1)))
            writer.member("uitleg", request.explain)
            writer.member("tijdvak", request.pinnedEpoch)
        }
        return writer.bytes
    }

    private static func write(_ filters: SearchFilters, to writer: inout JSONWriter) {
        writer.key("filters")
        writer.object { writer in
            if !filters.regions.isEmpty { writer.member("regios", filters.regions.map(\.slug)) }
            if !filters.municipalities.isEmpty { writer.member("gemeenten", filters.municipalities.map(\.code)) }
            if let area = filters.area {
                writer.key("gebied")
                writer.object { writer in
                    writer.member("postcode", area.postcode.description)
                    writer.member("afstandKm", area.distanceKm)
                }
            }
            if !filters.targetGroups.isEmpty { writer.member("doelgroepen", filters.targetGroups.map(\.rawValue)) }
            if !filters.occupations.isEmpty { writer.member("beroepen", filters.occupations) }
            if !filters.skills.isEmpty { writer.member("vaardigheden", filters.skills) }
            if !filters.educationLevels.isEmpty {
                writer.member("opleidingsniveaus", filters.educationLevels.map(\.rawValue))
            }
            if !filters.licences.isEmpty { writer.member("rijbewijzen", filters.licences.map(\.rawValue)) }
            if !filters.languages.isEmpty { writer.languages(filters.languages) }
            if let hours = filters.hours {
                writer.key("urenPerWeek")
                writer.hours(hours)
            }
            if let day = filters.availableBy { writer.member("beschikbaarVoor", day.description) }
            if !filters.contracts.isEmpty { writer.member("contractvormen", filters.contracts.map(\.rawValue)) }
            if !filters.sectors.isEmpty { writer.member("sectoren", filters.sectors.map(\.rawValue)) }
        }
    }

    private static func write(_ purpose: Purpose, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("activiteit", purpose.activity.rawValue)
            writer.member("grondslag", purpose.basis.rawValue)
            if let vacancy = purpose.vacancy { writer.member("vacature", vacancy) }
        }
    }

    /// The position as the signed body carries it.
    package static func write(_ position: SearchPosition) -> [UInt8] {
        var writer = JSONWriter()
        write(position, to: &writer)
        return writer.bytes
    }

    static func write(_ position: SearchPosition, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("zout", Hexadecimal.text(position.salt.high) + Hexadecimal.text(position.salt.low))
            writer.member("score", position.score)
            writer.member("rang", Hexadecimal.text(position.tie))
            writer.member("getoond", position.shown)
            writer.member("tijdvak", position.epoch)
            guard !position.missed.isEmpty else { return }
            writer.key("gemist")
            writer.array { writer in for region in position.missed { writer.string(region.slug) } }
        }
    }
}

/// Sixty-four bits as sixteen lower-case hexadecimal digits, so that no reader of JSON rounds them.
enum Hexadecimal {
    static func text(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// What `text` writes; nil unless it is as `text(_:)` writes it.
    static func value(_ text: some StringProtocol) -> UInt64? {
        UInt64(text, radix: 16).flatMap { Self.text($0) == text ? $0 : nil }
    }

    /// A salt: its high half, then its low half.
    static func salt(_ text: String) -> SearchSalt? {
        guard text.utf8.count == 32, let high = value(text.prefix(16)), let low = value(text.suffix(16)) else {
            return nil
        }
        return SearchSalt(high: high, low: low)
    }
}
