/// Plurals of Dutch names of occupations, by the rules of grammar and not by those of any stemmer; for query sets.
enum DutchPlural {
    /// Endings that change, the longest first: how the plural is made of each.
    private static let endings: [(singular: String, plural: String)] = [
        ("leerkracht", "leerkrachten"), ("vrouw", "vrouwen"), ("icus", "ici"), ("man", "mannen"), ("smid", "smeden"),
        ("hoofd", "hoofden"), ("arts", "artsen"), ("agoog", "agogen"), ("oloog", "ologen"), ("iater", "iaters"),
        ("graaf", "grafen"), ("tekt", "tekten"), ("aat", "aten"), ("aris", "arissen"), ("aal", "alen"),
        ("ijf", "ijven"), ("ief", "ieven"), ("ares", "aressen"), ("eres", "eressen"), ("kundige", "kundigen"),
        ("ende", "enden"), ("kin", "kinnen"), ("ist", "isten"), ("ent", "enten"), ("ant", "anten"), ("aan", "anen"),
        ("oot", "oten"), ("ern", "ernen"), ("ast", "asten"), ("gids", "gidsen"), ("peut", "peuten"),
        ("urg", "urgen"), ("inair", "inairs"), ("jurist", "juristen"),
    ]
    private static let withS = [
        "er", "el", "em", "en", "aar", "eur", "oor", "or", "ier", "e", "ster", "ette", "coach", "chef", "kok", "ic",
    ]

    /// Nil for a word whose plural these rules do not know.
    static func of(_ word: String) -> String? {
        if let ending = endings.first(where: { word.hasSuffix($0.singular) }) {
            return word.dropLast(ending.singular.count) + ending.plural
        }
        return withS.contains { word.hasSuffix($0) } ? word + "s" : nil
    }
}
