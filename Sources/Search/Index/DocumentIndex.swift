import Domain

/// The part of an index that is the same whatever kind of profile it holds: words, terms, facets and what is filtered
/// by, of documents that are numbers.
struct DocumentIndex: Sendable {
    let places: PostcodeTable
    /// Grows with each change.
    private(set) var version = 0
    private(set) var words = WordTable()
    private(set) var terms = TermTable()
    private(set) var municipalities = FacetValues()
    private(set) var occupations = FacetValues()
    private(set) var skills = FacetValues()
    private(set) var languages = FacetValues()

    // By the document's number.
    private(set) var documents: [Document] = []
    private(set) var rows: [FacetRow] = []
    private(set) var ids: [IDHalves] = []
    private(set) var bits = DocumentBits()
    private(set) var records = RecordPages()
    /// A bit for each number: whether somebody has it.
    private(set) var taken: [UInt64] = []

    /// By the word's number.
    private var termsOf = [WordTerms](repeating: WordTerms(), count: Int(WordTable.first))
    private var numbers: [ProfileID: UInt32] = [:]
    private var free: [UInt32] = []
    private var gathering = TermGathering()

    init(places: PostcodeTable) { self.places = places }

    var count: Int { numbers.count }

    func number(of id: ProfileID) -> Int? { numbers[id].map { Int($0) } }

    /// The terms that a word is found by.
    func terms(of word: UInt32) -> WordTerms { termsOf[Int(word)] }

    /// What is looked at of every document, for reading straight through; three lists of the same length.
    @inline(__always)
    func withDocuments(
        _ body: (UnsafeBufferPointer<FacetRow>, UnsafeBufferPointer<IDHalves>, UnsafeBufferPointer<Document>) -> Void
    ) {
        precondition(rows.count == ids.count && ids.count == documents.count, "a document stands in all three")
        unsafe rows.withUnsafeBufferPointer { rows in
            unsafe ids.withUnsafeBufferPointer { ids in
                unsafe documents.withUnsafeBufferPointer { unsafe body(rows, ids, $0) }
            }
        }
    }

    /// Whether somebody has the occupation of this name, or all words of it.
    func knows(_ label: String) -> Bool {
        let roots = Analyzer.foldedWords(in: label).map { DutchStemmer.root($0) }
        return OccupationVocabulary.dutch.concepts(ofLabel: roots).contains { terms.number(of: .concept($0)) != nil }
            || roots.allSatisfy { terms.number(of: .stem($0)) != nil }
    }

    /// Puts in somebody who is not in; the number that they have from now on, at most one more than there were.
    mutating func insert(_ profile: AnalysedProfile) -> Int {
        precondition(numbers[profile.id] == nil, "who is in is removed first")
        version += 1
        var document = profile.document
        document.municipality = UInt16(clamping: municipalities.retain(profile.municipality.code))
        let occupations = profile.occupations.map { self.occupations.retain($0) }
        let record = Record(
            [
                occupations,
                profile.skills.map { skills.retain($0) },
                profile.languages.map { skill in
                    LanguageNumber.make(
                        language: languages.retain(skill.language),
                        level: LanguageSkill.Level.allCases.firstIndex(of: skill.level) ?? 0)
                },
                profile.concepts.flatMap { [terms.retain($0.key), $0.field.mark] },
            ], stream: stream(of: profile))
        let number = place(document, occupations, IDHalves(profile.id), record)
        numbers[profile.id] = number
        gather(record)
        for (term, strength) in gathering.take() {
            terms.insert(Posting(document: number, weight: Saturation.weight(of: strength)), in: term)
        }
        return Int(number)
    }

    private mutating func place(
        _ document: Document, _ occupations: [UInt32], _ id: IDHalves, _ record: Record
    ) -> UInt32 {
        let number = free.popLast() ?? UInt32(documents.count)
        precondition(number < Posting.documents, "an index holds \(Posting.documents) documents")
        let place = Int(number)
        let row = FacetRow(occupations: occupations, document: document, number: place)
        if place == documents.count {
            documents.append(document)
            rows.append(row)
            ids.append(id)
            if place % 64 == 0 { taken.append(0) }
        } else {
            (documents[place], rows[place], ids[place]) = (document, row, id)
        }
        records.set(record, at: place)
        bits.insert(document, at: place)
        taken[place / 64] |= 1 << UInt64(place % 64)
        return number
    }

    /// The profile's words as a record has them; each counts as standing there from now on.
    private mutating func stream(of profile: AnalysedProfile) -> [UInt32] {
        var stream: [UInt32] = []
        stream.reserveCapacity(profile.words.count + profile.texts.count)
        var nextText = 0
        for (index, word) in profile.words.enumerated() {
            while nextText < profile.texts.count, profile.texts[nextText].firstWord == index {
                stream.append(profile.texts[nextText].field.mark)
                nextText += 1
            }
            stream.append(retain(word, of: profile))
        }
        for text in profile.texts[nextText...] { stream.append(text.field.mark) }
        return stream
    }

    private mutating func retain(_ word: AnalysedProfile.Word, of profile: AnalysedProfile) -> UInt32 {
        let (number, isNew) = unsafe profile.bytes.withUnsafeBufferPointer { bytes in
            let start = Int(word.start)
            return unsafe words.retain(
                UnsafeBufferPointer(rebasing: bytes[start..<start + Int(word.length)]), hash: word.hash)
        }
        guard isNew else { return number }
        let found = WordTerms(words.text(number), in: &terms)
        if Int(number) == termsOf.count { termsOf.append(found) } else { termsOf[Int(number)] = found }
        return number
    }

    /// Takes out who has this id, with every word that nobody else has; their number until now.
    mutating func remove(_ id: ProfileID) -> Int? {
        guard let number = numbers.removeValue(forKey: id) else { return nil }
        version += 1
        let place = Int(number)
        let record = records[place]
        gather(record)
        for (term, _) in gathering.take() { terms.remove(number, from: term) }
        record.forEach { word in
            guard word >= WordTable.first, words.release(word) else { return }
            termsOf[Int(word)].release(in: &terms)
            termsOf[Int(word)] = WordTerms()
        }
        release(record)
        bits.remove(documents[place], at: place)
        municipalities.release(UInt32(documents[place].municipality))
        records.clear(place)
        (documents[place], ids[place]) = (.none, .none)
        rows[place] = FacetRow(occupations: [], document: .none, number: place)
        taken[place / 64] &= ~(1 << UInt64(place % 64))
        free.append(number)
        return place
    }

    private mutating func release(_ record: Record) {
        record.forEachConcept { term, _ in terms.release(term) }
        record.forEach(in: .occupations) { value in
            occupations.release(value)
            return true
        }
        record.forEach(in: .skills) { value in
            skills.release(value)
            return true
        }
        record.forEach(in: .languages) { value in
            languages.release(LanguageNumber.language(value))
            return true
        }
    }

    /// Gathers each term of the record once, with its strength.
    private mutating func gather(_ record: Record) {
        let lengths = record.fieldLengths
        var strength = 0
        record.forEach { number in
            if let field = SearchField(mark: number) {
                strength = Int(field.strength(among: lengths.words(of: field)))
            } else {
                let terms = termsOf[Int(number)]
                gathering.add(terms.stem, strength)
                terms.forEachPart { gathering.add($0, strength) }
            }
        }
        record.forEachConcept { term, field in gathering.add(term, Int(field.strength(among: lengths.words(of: field))))
        }
    }
}

/// The terms that a word is found by: its stem, and the stems of the parts that it is made of.
struct WordTerms {
    private(set) var stem: UInt32 = 0
    /// At most three; 0 is none.
    private var parts: (UInt32, UInt32, UInt32) = (0, 0, 0)

    init() {}

    init(_ word: String, in terms: inout TermTable) {
        stem = terms.retain(.stem(DutchStemmer.root(word)))
        let found = OccupationVocabulary.dutch.parts(of: word).prefix(3).map {
            terms.retain(.part(DutchStemmer.root($0)))
        }
        func part(_ place: Int) -> UInt32 { place < found.count ? found[place] : 0 }
        parts = (part(0), part(1), part(2))
    }

    func forEachPart(_ body: (UInt32) -> Void) {
        if parts.0 != 0 { body(parts.0) }
        if parts.1 != 0 { body(parts.1) }
        if parts.2 != 0 { body(parts.2) }
    }

    func release(in terms: inout TermTable) {
        terms.release(stem)
        if parts.0 != 0 { terms.release(parts.0) }
        if parts.1 != 0 { terms.release(parts.1) }
        if parts.2 != 0 { terms.release(parts.2) }
    }
}

/// Adds up strengths by term, in the order in which the terms came.
struct TermGathering: Sendable {
    /// By the term's number: its place among `gathered`, and one; 0 when it is not there.
    private var places: [UInt32] = []
    private var gathered: [(term: UInt32, strength: Int)] = []

    mutating func add(_ term: UInt32, _ strength: Int) {
        let number = Int(term)
        if number >= places.count {
            places += [UInt32](repeating: 0, count: max(places.count, number + 1 - places.count))
        }
        let place = places[number]
        if place == 0 {
            gathered.append((term, strength))
            places[number] = UInt32(gathered.count)
        } else {
            gathered[Int(place) - 1].strength += strength
        }
    }

    /// What was gathered; and begins anew.
    mutating func take() -> [(term: UInt32, strength: Int)] {
        for (term, _) in gathered { places[Int(term)] = 0 }
        defer { gathered.removeAll(keepingCapacity: true) }
        return gathered
    }
}
