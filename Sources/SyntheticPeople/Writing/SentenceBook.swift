/// The sentences that motivations are made of, by kind and by family of occupations.
struct SentenceBook {
    /// The part that a sentence plays; a motivation has them in this order.
    enum Kind: String, CaseIterable {
        case opening
        case trade = "vak"
        case strength = "sterk"
        case support = "begeleiding"
        case wish = "wens"
        case closing = "slot"
        case contact
    }

    static let columns = ["soort", "voor", "als", "zin"]
    /// Sentences for everybody are kept under this name.
    private static let everybody = "*"

    private let byKind: [Kind: [String: [SentenceTemplate]]]
    let count: Int

    /// - Throws: `FactsInvalid` for an unknown kind, family, trait or slot, and for a sentence without its full stop.
    init(families: Set<String>) throws(FactsInvalid) {
        var byKind: [Kind: [String: [SentenceTemplate]]] = [:]
        let rows = try FactsTable(bundled: "zinnen.tsv", columns: Self.columns).rows
        for row in rows {
            guard let kind = Kind(rawValue: row.cells[0]) else {
                throw row.invalid("\(row.cells[0]) is no kind of sentence", remedy: "See SentenceBook.Kind")
            }
            var traits: Traits = []
            for name in row.list(2) {
                guard let trait = Traits(named: name) else {
                    throw row.invalid("\(name) is no trait", remedy: "See Traits")
                }
                traits.insert(trait)
            }
            guard let last = row.cells[3].last, ".!?".contains(last) else {
                throw row.invalid("the sentence does not end", remedy: "Put a full stop")
            }
            let sentence = try SentenceTemplate(row.cells[3], of: row, traits: traits)
            for family in row.list(1) {
                guard family == Self.everybody || families.contains(family) else {
                    throw row.invalid("family \(family) is not in families.tsv", remedy: "Use one that is")
                }
                byKind[kind, default: [:]][family, default: []].append(sentence)
            }
        }
        self.byKind = byKind
        count = rows.count
    }

    /// A sentence of `kind` that suits `family` and `traits`, or nil when there is none. A sentence of the family's own
    /// is taken twice as often as one for everybody, where there is one.
    func sentence(_ kind: Kind, for family: String, traits: Traits, draw: inout Draw) -> SentenceTemplate? {
        let own = (byKind[kind]?[family] ?? []).filter { $0.traits.isSubset(of: traits) }
        let general = (byKind[kind]?[Self.everybody] ?? []).filter { $0.traits.isSubset(of: traits) }
        let first = draw.below(3) < 2 ? own : general
        return draw.one(of: first.isEmpty ? (own.isEmpty ? general : own) : first)
    }
}
