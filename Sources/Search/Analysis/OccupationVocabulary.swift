/// What is known of Dutch names of occupations: which of them name the same occupation, how their compounds are made,
/// and which begin with what somebody types. Facts of ESCO v1.2.0 (`Facts/README.md`).
package struct OccupationVocabulary: Sendable {
    /// The vocabulary that is built into the package; read at its first use (some 40 ms), so what does not search does
    /// not pay for it.
    package static let dutch: OccupationVocabulary = {
        do {
            return try OccupationVocabulary(
                occupations: VocabularyFile(bundled: "beroepen.tsv", columns: Self.occupationColumns),
                parts: VocabularyFile(bundled: "woorddelen.tsv", columns: Self.partColumns))
        } catch { preconditionFailure("the vocabulary of occupations belongs to this target: \(error)") }
    }()

    static let occupationColumns = ("voorkeursnaam", "andere_namen")
    static let partColumns = ("deel", "rollen")

    /// The labels of each concept, the preferred one first, as ESCO writes them; a concept is its place here.
    let concepts: [[String]]
    private let compounds: CompoundSplitter
    private let labels: OccupationLabels
    private let completion: LabelCompletion

    /// - Throws: `VocabularyFile.Invalid` for the first thing that is wrong with a file.
    init(occupations: VocabularyFile, parts: VocabularyFile) throws(VocabularyFile.Invalid) {
        compounds = try CompoundSplitter(parts)
        guard occupations.rows.count <= Int(UInt16.max) else {
            throw occupations.invalid(row: 0, "more concepts than can be numbered")
        }
        concepts = occupations.rows.map { row in
            [String(row.first)] + row.second.utf8.split(separator: UInt8(ascii: "|")).map { String(Substring($0)) }
        }
        let words = LabelWords(concepts)
        labels = OccupationLabels(words, tooGeneral: compounds.tooGeneral)
        completion = LabelCompletion(concepts.flatMap(\.self), words)
    }

    /// Every folded word of a name, once. Public knowledge, so a correction to one of them says nothing of anybody;
    /// it takes some 10 ms to gather them.
    package var words: [String] { LabelWords(concepts).words }

    /// The folded parts of a Dutch compound, in order: two or three, the last perhaps inflected
    /// ("vrachtwagenchauffeurs" is "vrachtwagen" and "chauffeurs"), without the letters that join them.
    ///
    /// - Parameter word: Folded.
    /// - Returns: Nothing when it is no compound, is a word of its own ("ziekenhuis"), or is doubtful.
    package func parts(of word: String) -> [String] { compounds.parts(of: word) }

    /// The ESCO concepts, ascending, that have a name of exactly these words in this order; words that say nothing
    /// (`StopWords`) count neither here nor there.
    ///
    /// - Parameter words: Of folded words, either what `DutchStemmer.stem` or what `DutchStemmer.root` gives.
    /// - Returns: At most `OccupationLabels.conceptLimit`; nothing for a name that more concepts have.
    package func concepts(ofLabel words: [String]) -> [UInt16] { labels.concepts(of: words) }

    /// The word that says what somebody with this occupation is, so of which family it is: "monteur" of "monteur
    /// kranen" and of "onderhoudsmonteur"; folded.
    ///
    /// - Returns: Nil where the name that ESCO prefers has no such word, or the concept is not known.
    package func family(of concept: UInt16) -> String? {
        guard Int(concept) < concepts.count else { return nil }
        let words = Analyzer.foldedWords(in: concepts[Int(concept)][0])
        let heads = words.compactMap(compounds.head(of:))
        return (heads.first { $0.isSure } ?? heads.first)?.word ?? (words.count == 1 ? words[0] : nil)
    }

    /// The words of `dutch`, gathered once.
    static let dutchWords = Set(dutch.words)

    /// The families of `dutch`'s concepts as roots, by number; worked out once.
    static let dutchFamilies: [String?] = dutch.concepts.indices.map { concept in
        dutch.family(of: UInt16(concept)).map { DutchStemmer.root($0) }
    }

    /// The first of `labels`, without those that only name again what one before them names; at most `limit`.
    package func different(_ labels: [String], limit: Int) -> [String] {
        var named: Set<UInt16> = []
        var different: [String] = []
        for label in labels where different.count < limit {
            let concepts = concepts(ofLabel: Analyzer.foldedWords(in: label).map { DutchStemmer.root($0) })
            guard concepts.isEmpty || !named.isSuperset(of: concepts) else { continue }
            named.formUnion(concepts)
            different.append(label)
        }
        return different
    }

    /// Names of occupations that begin with `prefix`, then those that have a word that does; the shortest first, names
    /// that ESCO prefers before others of about that length.
    ///
    /// - Parameters:
    ///   - prefix: As typed; of two words or more, the last may be unfinished.
    ///   - forgiving: as of `LabelCompletion`.
    package func labels(startingWith prefix: String, limit: Int, forgiving: Bool = false) -> [String] {
        completion.labels(startingWith: prefix, limit: limit, forgiving: forgiving)
    }
}
