import Domain

/// What an index needs of one profile, taken apart: the costly part of putting somebody in, for which nobody needs a
/// lock.
package struct AnalysedProfile: Sendable {
    /// A word of a text: its folded bytes within `bytes`, and the hash by which it is found.
    struct Word {
        let start: UInt32
        let length: UInt8
        let hash: Int
    }

    /// A text that is searched: its field, and how many of `words` are before it.
    struct Text {
        let field: SearchField
        let firstWord: Int
    }

    /// A term that no word of the profile spells: an occupation of the vocabulary that it names in whatever words, or
    /// the family that such an occupation belongs to.
    struct Concept: Hashable {
        let key: TermKey
        let field: SearchField
    }

    let id: ProfileID
    let municipality: MunicipalityCode
    /// But for the number of the municipality, which the index gives.
    let document: Document
    /// Each once, in order.
    let occupations: [String]
    let skills: [String]
    let languages: [LanguageSkill]
    private(set) var bytes: [UInt8] = []
    private(set) var words: [Word] = []
    private(set) var texts: [Text] = []
    private(set) var concepts: [Concept] = []

    package init(_ profile: some SearchedProfile) {
        id = profile.id
        municipality = profile.municipality
        document = Document(profile)
        occupations = Self.once(profile.occupations)
        skills = Self.once(profile.skills)
        languages = profile.languages
        bytes.reserveCapacity(Self.usualBytes)
        words.reserveCapacity(Self.usualWords)
        for field in SearchField.allCases {
            for text in field.texts(of: profile) {
                add(text, in: field)
                if field == .occupation || field == .jobTitle { addConcepts(of: text, in: field) }
            }
        }
    }

    private mutating func add(_ text: String, in field: SearchField) {
        texts.append(Text(field: field, firstWord: words.count))
        unsafe Analyzer.forEachWord(in: text) { word in
            unsafe words.append(
                Word(start: UInt32(bytes.count), length: UInt8(word.count), hash: WordTable.hash(word)))
            unsafe bytes.append(contentsOf: word)
        }
    }

    private mutating func addConcepts(of text: String, in field: SearchField) {
        let roots = Analyzer.foldedWords(in: text).map { DutchStemmer.root($0) }
        for number in OccupationVocabulary.dutch.concepts(ofLabel: roots) {
            add(.concept(number), in: field)
            if let family = OccupationVocabulary.dutchFamilies[Int(number)] { add(.family(family), in: field) }
        }
    }

    private mutating func add(_ key: TermKey, in field: SearchField) {
        guard concepts.count < Self.concepts, !concepts.contains(where: { $0.key == key }) else { return }
        concepts.append(Concept(key: key, field: field))
    }

    private static func once(_ values: [String]) -> [String] {
        values.reduce(into: []) { once, value in if !once.contains(value) { once.append(value) } }
    }

    /// What most profiles do not exceed; more is taken in too.
    private static let usualWords = 192
    private static let usualBytes = 1536
    /// Concepts and families that a profile is found by; the first stand.
    static let concepts = 64
}
