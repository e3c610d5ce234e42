import Domain

@testable import Search

/// What a search must find, worked out person by person from the rules alone: no index, no list, no number but the
/// score.
struct PlainSearch {
    struct Hit {
        let profile: ShowcaseProfile
        let key: Int
        let tie: UInt64
    }

    private let people: [ShowcaseProfile]
    private let read: [Reading]
    private let places: PostcodeTable
    private let epoch: Epoch

    /// One person's texts as words, and what they say: each term with its strength.
    private struct Reading {
        var texts: [[String]] = []
        var strengths: [String: Int] = [:]
    }

    init(_ people: [ShowcaseProfile], places: PostcodeTable, epoch: Epoch) {
        self.people = people
        self.places = places
        self.epoch = epoch
        read = people.map(Self.read)
    }

    /// Everybody who is found, in order.
    func found(_ request: SearchRequest, salt: SearchSalt) -> [Hit] {
        let query = SearchQuery(request.text)
        let worth = self.worth(of: query)
        let isOpen = query.words.isEmpty && query.phrases.allSatisfy { $0.allSatisfy(StopWords.dutch.contains) }
        let hits = zip(people, read).compactMap { profile, reading -> Hit? in
            let score =
                worth.reduce(0) { sum, term in
                    reading.strengths[term.key].map { sum + term.value * Int(Saturation.weight(of: $0)) } ?? sum
                } + prefixScore(query, reading)
            guard isOpen || score > 0, admits(profile, request.filters),
                query.phrases.allSatisfy({ holds($0, reading) }),
                !query.excluded.contains(where: { holds($0, reading) })
            else { return nil }
            return Hit(
                profile: profile, key: key(of: profile, score, request),
                tie: TieHash.hash(IDHalves(profile.id), salt))
        }
        return hits.sorted { $0.key != $1.key ? $0.key > $1.key : $0.tie < $1.tie }
    }

    private static func read(_ profile: ShowcaseProfile) -> Reading {
        var reading = Reading()
        var concepts: [String] = []
        for field in SearchField.allCases {
            let texts = field.texts(of: profile).map { Analyzer.foldedWords(in: $0).map { Analyzer.cut($0) } }
            let strength = Int(field.strength(among: texts.reduce(0) { $0 + $1.count }))
            for words in texts {
                reading.texts.append(words)
                for word in words {
                    reading.strengths[DutchStemmer.root(word), default: 0] += strength
                    for part in OccupationVocabulary.dutch.parts(of: word).prefix(3) {
                        reading.strengths["+" + DutchStemmer.root(part), default: 0] += strength
                    }
                }
                guard field == .occupation || field == .jobTitle else { continue }
                for concept in OccupationVocabulary.dutch.concepts(ofLabel: words.map(DutchStemmer.root)) {
                    let family = OccupationVocabulary.dutch.family(of: concept).map { "~" + DutchStemmer.root($0) }
                    for key in ["#\(concept)", family].compactMap(\.self) where !concepts.contains(key) {
                        guard concepts.count < AnalysedProfile.concepts else { continue }
                        concepts.append(key)
                        reading.strengths[key, default: 0] += strength
                    }
                }
            }
        }
        return reading
    }

    /// What each term of the query is worth, prefixes left out.
    private func worth(of query: SearchQuery) -> [String: Int] {
        let scale = InformationValue(epoch)
        var worth: [String: Int] = [:]
        func add(_ key: String, _ share: Int32) {
            worth[key, default: 0] += Int(max(1, scale.value(of: key) * share / 256))
        }
        let asked =
            query.words
            + query.phrases.joined().filter { !StopWords.dutch.contains($0) }.map {
                SearchQuery.Word(folded: $0, isPrefix: false)
            }
        for word in asked where !word.isPrefix {
            add(DutchStemmer.root(word.folded), 256)
            add("+" + DutchStemmer.root(word.folded), 128)
            add("~" + DutchStemmer.root(word.folded), 77)
        }
        for (one, next) in zip(query.words, query.words.dropFirst()) where !one.isPrefix && !next.isPrefix {
            for link in ["", "s"] { add(DutchStemmer.root(one.folded + link + next.folded), 256) }
        }
        let stems = query.words.map { DutchStemmer.root($0.folded) }
        var seen: Set<UInt16> = []
        for length in stride(from: min(6, stems.count), through: 1, by: -1) {
            for start in 0...stems.count - length {
                for concept in OccupationVocabulary.dutch.concepts(ofLabel: Array(stems[start..<start + length]))
                where seen.insert(concept).inserted {
                    let words = stems[start..<start + length].reduce(0) { $0 + scale.value(of: $1) }
                    worth["#\(concept)", default: 0] += Int(max(words, scale.value(of: "#\(concept)")) * 205 / 256)
                }
            }
        }
        return worth
    }

    private func prefixScore(_ query: SearchQuery, _ reading: Reading) -> Int {
        let scale = InformationValue(epoch)
        return query.words.filter(\.isPrefix).reduce(0) { sum, word in
            let stem = DutchStemmer.root(word.folded)
            return reading.strengths.reduce(sum) { sum, term in
                guard TermKey(text: term.key).isStem, term.key.hasPrefix(word.folded) || term.key.hasPrefix(stem) else {
                    return sum
                }
                return sum + Int(scale.value(of: term.key)) * Int(Saturation.weight(of: term.value))
            }
        }
    }

    private func holds(_ phrase: [String], _ reading: Reading) -> Bool {
        reading.texts.contains { text in
            text.indices.contains { text[$0...].starts(with: phrase) }
        }
    }

    private func metres(_ profile: ShowcaseProfile, _ area: SearchFilters.Area) -> Int? {
        guard let from = places[area.postcode], let to = places[profile.postcodeArea] else { return nil }
        return Int((to.centre.distanceKm(to: from.centre) * 1000).rounded())
    }

    private func admits(_ profile: ShowcaseProfile, _ filters: SearchFilters) -> Bool {
        func shares<Value: Equatable>(_ asked: [Value], _ has: [Value]) -> Bool {
            asked.isEmpty || asked.contains { has.contains($0) }
        }
        func spelled(_ values: [String]) -> [String] { values.map { Analyzer.fold($0[...]) } }
        if let area = filters.area {
            guard let metres = metres(profile, area), metres <= area.distanceKm * 1000,
                metres <= (profile.travelKm ?? 1_000) * 1000
            else { return false }
        }
        return shares(filters.municipalities, [profile.municipality])
            && shares(filters.targetGroups, profile.targetGroups)
            && shares(spelled(filters.occupations), spelled(profile.occupations))
            && shares(spelled(filters.skills), spelled(profile.skills))
            && shares(filters.educationLevels, [profile.education]) && shares(filters.licences, profile.licences)
            && (filters.languages.isEmpty || filters.languages.contains { speaks(profile, $0) })
            && (filters.hours.map { $0.overlaps(profile.hours) } ?? true)
            && (filters.availableBy.map { profile.availableFrom <= $0 } ?? true)
            && shares(filters.contracts, profile.contracts) && shares(filters.sectors, profile.sectors)
    }

    private func speaks(_ profile: ShowcaseProfile, _ asked: LanguageSkill) -> Bool {
        let levels = LanguageSkill.Level.allCases
        return profile.languages.contains {
            Analyzer.fold($0.language[...]) == Analyzer.fold(asked.language[...])
                && (levels.firstIndex(of: $0.level) ?? 0) >= (levels.firstIndex(of: asked.level) ?? 0)
        }
    }

    private func key(of profile: ShowcaseProfile, _ score: Int, _ request: SearchRequest) -> Int {
        switch request.order {
        case .relevance: score
        case .neutral: 0
        case .distance: request.filters.area.flatMap { metres(profile, $0) }.map { -$0 } ?? 0
        case .availability:
            -(profile.availableFrom.year * 10_000 + profile.availableFrom.month * 100 + profile.availableFrom.day)
        }
    }

    /// How many of `people` have each value of a facet.
    static func counts(of facet: Facet, among people: [ShowcaseProfile]) -> [String: Int] {
        var counts: [String: Int] = [:]
        for profile in people {
            let values: [String] =
                switch facet {
                case .municipality: [profile.municipality.code]
                case .targetGroup: profile.targetGroups.map(\.rawValue)
                case .occupation: profile.occupations
                case .skill: profile.skills
                case .educationLevel: [profile.education.rawValue]
                case .licence: profile.licences.map(\.rawValue)
                case .language: profile.languages.map(\.language)
                case .contract: profile.contracts.map(\.rawValue)
                case .sector: profile.sectors.map(\.rawValue)
                }
            for value in Set(values) { counts[value, default: 0] += 1 }
        }
        return counts
    }
}
