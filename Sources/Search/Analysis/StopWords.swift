/// Dutch words that say nothing about a person: left out of queries, kept in texts.
enum StopWords {
    static let dutch: Set<String> = [
        "aan", "al", "als", "bij", "dan", "dat", "de", "den", "der", "deze", "die", "dit", "doe", "door", "dus", "een",
        "en",
        "er", "ervaren", "ervaring", "graag", "had", "heb", "hebben", "heeft", "hem", "het", "hier", "hij", "hoe",
        "hun", "iemand",
        "iets", "ik", "in", "is", "ja", "je", "kan", "kunnen", "maar", "meer", "men", "met", "mij", "mijn", "moet",
        "na", "naar",
        "niet", "nog", "nu", "of", "om", "omdat", "ook", "op", "over", "per", "te", "tegen", "toch", "toen", "tot",
        "uit", "van",
        "veel", "voor", "want", "was", "wat", "we", "wel", "werd", "wie", "wij", "wil", "worden", "zal", "ze", "zich",
        "zij", "zijn",
        "zo", "zonder", "zou",
    ]
}
