import TestSupport

@testable import Search

/// People with one occupation each, and queries for occupations by another of their names, made of ESCO's labels.
///
/// Of each concept's names a fifth, by their hash, is held out: nobody has those, and the queries are made of them. Who
/// is relevant is judged by concept, and families by their spelling, so by nothing that the search does.
struct RecallSets {
    struct Person {
        let concept: Int
        /// The occupation as the profile names it.
        let label: String
    }

    /// Concepts that are asked for.
    static let askedConcepts = 80
    /// People of each of those: more than a page, so that the first 20 can all be right.
    static let peopleOfEach = 24
    /// People of any occupation at all.
    static let others = 1500
    /// The last words of occupations that are asked for as a family.
    static let families: [(word: String, feminine: String)] = [
        ("monteur", "monteuse"), ("chauffeur", "chauffeuse"), ("medewerker", "medewerkster"),
        ("operator", "operatrice"),
        ("verkoper", "verkoopster"), ("lasser", "lasster"), ("bakker", "bakster"), ("technicus", "technica"),
        ("ingenieur", "ingenieure"), ("adviseur", "adviseuse"), ("begeleider", "begeleidster"),
        ("schilder", "schilderes"), ("machinist", "machiniste"), ("tekenaar", "tekenares"), ("analist", "analiste"),
        ("manager", "manager"), ("docent", "docente"), ("verpleegkundige", "verpleegster"), ("therapeut", "therapeute"),
        ("kapper", "kapster"), ("controleur", "controleuse"), ("inspecteur", "inspectrice"),
        ("coordinator", "coordinatrice"), ("slager", "slagerin"), ("schoonmaker", "schoonmaakster"),
        ("beveiliger", "beveiligster"), ("planner", "planster"), ("programmeur", "programmeuse"),
        ("assistent", "assistente"), ("tester", "testster"),
    ]

    let people: [Person]
    let queries: [OccupationQuery]

    init(_ vocabulary: OccupationVocabulary, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let names = Names(vocabulary.concepts)
        let asked = names.usable.shuffled(using: &random).prefix(Self.askedConcepts)
        var people: [Person] = []
        for concept in asked {
            for _ in 0..<Self.peopleOfEach { people.append(names.person(of: concept, &random)) }
        }
        for _ in 0..<Self.others {
            people.append(names.person(of: names.usable.randomElement(using: &random) ?? 0, &random))
        }
        self.people = people
        var queries: [OccupationQuery] = []
        for concept in asked {
            guard let name = names.heldOut[concept].randomElement(using: &random) else { continue }
            let concepts = Set(names.concepts(named: name))
            let relevant = Set(people.indices.filter { concepts.contains(people[$0].concept) })
            queries.append(OccupationQuery(kind: .asWritten, text: name, relevant: relevant))
            if let plural = Self.plural(of: name) {
                queries.append(OccupationQuery(kind: .plural, text: plural, relevant: relevant))
            }
            if let typo = Self.typo(in: name, &random) {
                queries.append(OccupationQuery(kind: .typo, text: typo, relevant: relevant))
            }
        }
        for family in Self.families {
            let relevant = Set(people.indices.filter { names.is(people[$0], of: family) })
            if relevant.count >= Self.peopleOfEach {
                queries.append(OccupationQuery(kind: .family, text: family.word, relevant: relevant))
            }
        }
        self.queries = queries
    }

    /// The name with the word in plural that says what somebody is: the first that has a plural and is not the tail of
    /// "van ...".
    private static func plural(of name: String) -> String? {
        var words = name.split(separator: " ").map(String.init)
        for (place, word) in words.enumerated() where word.count > 3 && !word.contains("-") {
            guard let plural = DutchPlural.of(word) else { continue }
            words[place] = plural
            return words.joined(separator: " ")
        }
        return nil
    }

    /// One letter left out, doubled, replaced or exchanged with the next, inside the longest word.
    private static func typo(in name: String, _ random: inout SeededRandom) -> String? {
        var words = name.split(separator: " ").map(String.init)
        guard let place = words.indices.max(by: { words[$0].count < words[$1].count }), words[place].count >= 5,
            words[place].utf8.allSatisfy({ (97...122).contains($0) })
        else { return nil }
        let right = Array(words[place])
        var letters = right
        let at = Int.random(in: 1..<letters.count - 1, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: letters.remove(at: at)
        case 1: letters.insert(letters[at], at: at)
        case 2: letters[at] = "aeiounrst".randomElement(using: &random) ?? "e"
        default: letters.swapAt(at, at + 1)
        }
        guard letters != right else { return nil }
        words[place] = String(letters)
        return words.joined(separator: " ")
    }
}

/// The names of each concept, in those that people use and those held out.
private struct Names {
    private let all: [[String]]
    private var used: [[String]] = []
    private(set) var heldOut: [[String]] = []
    private var preferredBy: [String: [Int]] = [:]
    private var namedBy: [String: [Int]] = [:]
    /// Concepts that have names of both kinds.
    private(set) var usable: [Int] = []

    init(_ concepts: [[String]]) {
        all = concepts
        for (concept, names) in concepts.enumerated() {
            preferredBy[Self.key(names[0]), default: []].append(concept)
            for name in names where namedBy[Self.key(name)]?.last != concept {
                namedBy[Self.key(name), default: []].append(concept)
            }
        }
        for (concept, names) in concepts.enumerated() {
            // A name that is another occupation's own says that one.
            let own = names.filter { self.concepts(named: $0).contains(concept) }
            heldOut.append(own.filter(Self.isHeldOut))
            used.append(own.filter { !Self.isHeldOut($0) })
            if !(heldOut[concept].isEmpty || used[concept].isEmpty) { usable.append(concept) }
        }
    }

    /// Concepts that prefer the name, or, if none does, that have it.
    func concepts(named name: String) -> [Int] {
        let key = Self.key(name)
        return preferredBy[key] ?? namedBy[key] ?? []
    }

    func person(of concept: Int, _ random: inout SeededRandom) -> RecallSets.Person {
        RecallSets.Person(concept: concept, label: used[concept].randomElement(using: &random) ?? all[concept][0])
    }

    /// Whether a word of the person's occupation, or of the name that ESCO prefers for it, ends in the family's word.
    func `is`(_ person: RecallSets.Person, of family: (word: String, feminine: String)) -> Bool {
        [person.label, all[person.concept][0]].contains { name in
            Analyzer.foldedWords(in: name).contains { $0.hasSuffix(family.word) || $0.hasSuffix(family.feminine) }
        }
    }

    private static func key(_ name: String) -> String { Analyzer.foldedWords(in: name).joined(separator: " ") }

    /// By FNV-1a: the same on every machine.
    private static func isHeldOut(_ name: String) -> Bool {
        key(name).utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } % 5 == 0
    }
}
