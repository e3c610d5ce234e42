import Domain

/// Draws queries that accountmanagers could ask about `people`: each from somebody who is there, and from how many have
/// a word.
struct QueryDraw {
    /// Enough people to know which words are common.
    private static let sampled = 15_000
    private static let commonest = 60
    private static let rarest = 400

    private let people: [ShowcaseProfile]
    private let common: [String]
    private let rare: [String]
    private let known: Set<String>
    private var random: BenchRandom

    init(people: [ShowcaseProfile], seed: UInt64) {
        precondition(!people.isEmpty, "queries are drawn from people")
        self.people = people
        random = BenchRandom(seed: seed, stream: 2)
        var having: [String: Int] = [:]
        var naming: [String: Int] = [:]
        for person in people.prefix(Self.sampled) {
            let names = Set(
                (person.occupations + person.skills + person.experience.map(\.jobTitle)).flatMap(Self.words))
            let texts = Set(([person.motivation] + person.experience.map(\.description)).flatMap(Self.words))
            for word in names { naming[word, default: 0] += 1 }
            for word in names.union(texts) { having[word, default: 0] += 1 }
        }
        func ordered(_ counts: [String: Int]) -> [String] {
            counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map(\.key)
        }
        common = Array(ordered(naming).filter { $0.count >= 4 }.prefix(Self.commonest))
        rare = Array(ordered(having).filter { $0.count >= 4 }.suffix(Self.rarest))
        known = Set(having.keys)
    }

    /// `count` queries, of each kind alike, in one shuffled order.
    mutating func queries(_ count: Int) -> [BenchQuery] {
        let kinds = BenchQuery.Kind.allCases
        return (0..<count).map { query(kinds[$0 % kinds.count]) }.shuffled(using: &random)
    }

    private mutating func query(_ kind: BenchQuery.Kind) -> BenchQuery {
        let person = people[Int.random(in: 0..<people.count, using: &random)]
        var query = BenchQuery(kind: kind)
        switch kind {
        case .head: query.words = [one(common)]
        case .words:
            let words = telling(person)
            query.words = Array(words.shuffled(using: &random).prefix(Int.random(in: 2...4, using: &random)))
        case .phrase: query.phrase = phrase(of: person)
        case .prefix:
            query.prefix = String(longName(of: person, from: 8).prefix(Int.random(in: 4...6, using: &random)))
        case .typo:
            query.words = [misspelled(longName(of: person, from: 7))]
            if random.chance(50) { query.words.append(one(telling(person))) }
        case .filters:
            query.words = Array(telling(person).shuffled(using: &random).prefix(random.chance(50) ? 1 : 2))
            query.filters = filters(like: person, Int.random(in: 3...5, using: &random))
        case .rare: query.words = [one(rare)]
        case .browse:
            if random.chance(67) { query.filters = filters(like: person, Int.random(in: 1...3, using: &random)) }
        }
        return query
    }

    /// Runs of letters and digits in lower case.
    static func words(_ text: String) -> [String] {
        text.lowercased().unicodeScalars.split { !$0.properties.isAlphabetic && $0.properties.numericType == nil }
            .map { String($0) }
    }

    /// The words of `person` that somebody would look for, each once, in the order of the profile.
    private func telling(_ person: ShowcaseProfile) -> [String] {
        var seen: Set<String> = []
        let texts = person.occupations + person.skills.prefix(6) + [person.motivation.prefix(200)].map(String.init)
        let words = texts.flatMap(Self.words).filter { $0.count >= 5 && seen.insert($0).inserted }
        return words.isEmpty ? common : words
    }

    /// A skill of several words, or neighbours in a text.
    private mutating func phrase(of person: ShowcaseProfile) -> [String] {
        let skills = person.skills.map(Self.words).filter { (2...4).contains($0.count) }
        if random.chance(50), let skill = skills.randomElement(using: &random) { return skill }
        var neighbours: [[String]] = []
        for sentence in person.motivation.split(separator: ".").map({ Self.words(String($0)) }) {
            for length in 2...3 where sentence.count >= length {
                neighbours += (0...(sentence.count - length)).map { Array(sentence[$0..<$0 + length]) }
            }
        }
        let telling = neighbours.filter { ($0.first?.count ?? 0) >= 5 && ($0.last?.count ?? 0) >= 5 }
        return telling.randomElement(using: &random) ?? skills.first ?? common.suffix(2)
    }

    private mutating func longName(of person: ShowcaseProfile, from length: Int) -> String {
        let words = person.occupations.flatMap(Self.words).filter { $0.count >= length }
        return words.randomElement(using: &random) ?? one(common.filter { $0.count >= length })
    }

    /// `word` with one edit that makes it a word that nobody has.
    private mutating func misspelled(_ word: String) -> String {
        for _ in 0..<20 {
            var letters = Array(word)
            let place = Int.random(in: 1..<letters.count - 1, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: letters.remove(at: place)
            case 1: letters.swapAt(place, place + 1)
            case 2: letters.insert(letters[place], at: place)
            default: letters[place] = Array("aeiourstn")[Int.random(in: 0..<9, using: &random)]
            }
            if !known.contains(String(letters)) { return String(letters) }
        }
        return word + "x"
    }

    /// `count` kinds of filter that `person` passes.
    private mutating func filters(like person: ShowcaseProfile, _ count: Int) -> SearchFilters {
        var filters = SearchFilters()
        for kind in Array(0..<5).shuffled(using: &random).prefix(count) {
            let other = people[Int.random(in: 0..<people.count, using: &random)]
            switch kind {
            case 0: filters.municipalities = Self.distinct([person.municipality, other.municipality])
            case 1: filters.targetGroups = person.targetGroups.isEmpty ? [.baanafspraak] : person.targetGroups
            case 2: filters.educationLevels = Self.distinct([person.education, other.education])
            case 3: filters.licences = person.licences.isEmpty ? [.car] : Array(person.licences.prefix(1))
            default: filters.hours = person.hours
            }
        }
        return filters
    }

    private static func distinct<Value: Equatable>(_ pair: [Value]) -> [Value] {
        pair.first == pair.last ? Array(pair.prefix(1)) : pair
    }

    private mutating func one(_ words: [String]) -> String { words.randomElement(using: &random) ?? "medewerker" }
}
