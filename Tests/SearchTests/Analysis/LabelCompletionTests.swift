import Domain
import Testing

@testable import Search

@Suite("Names are completed from how they, or a word in them, begin; one letter may be wrong when asked")
struct LabelCompletionTests {
    private let table = LabelCompletion([
        "heftruckchauffeur", "chauffeur taxi", "lasser", "Élève", "kok", "assistent-kok",
    ])

    @Test("first the names that begin so, then those with a word that does; whatever the case and accents")
    func exact() {
        #expect(table.labels(startingWith: "CHAUF", limit: 9) == ["chauffeur taxi"])
        #expect(table.labels(startingWith: "kok", limit: 9) == ["kok", "assistent-kok"])
        #expect(table.labels(startingWith: "eleve", limit: 9) == ["Élève"])
        #expect(table.labels(startingWith: "chauffeur ta", limit: 9) == ["chauffeur taxi"])
        #expect(table.labels(startingWith: "kok", limit: 1) == ["kok"])
        #expect(
            table.labels(startingWith: "", limit: 9).isEmpty && table.labels(startingWith: "kokk", limit: 9).isEmpty)
    }

    @Test(
        "one letter too many, missing, wrong, or exchanged with its neighbour",
        arguments: [
            "hefftruck", "hetruck", "hestruck", "hefrtuck", "heftruckchaufeur", "heftruckchauffeurx",
        ])
    func forgiving(_ typed: String) {
        #expect(table.labels(startingWith: typed, limit: 9).isEmpty)
        #expect(table.labels(startingWith: typed, limit: 9, forgiving: true) == ["heftruckchauffeur"])
    }

    @Test(
        "not two letters, not the first, and not of a word that is too short",
        arguments: ["hesstruck", "geftruck", "kpk"])
    func unforgiven(_ typed: String) {
        #expect(table.labels(startingWith: typed, limit: 9, forgiving: true).isEmpty)
    }

    @Test("a mistake never reaches into the next name")
    func border() {
        let table = LabelCompletion(["abcd", "abce", "abcx zzzz"])
        #expect(table.labels(startingWith: "abcdabce", limit: 9, forgiving: true).isEmpty)
        #expect(table.labels(startingWith: "abcdxabce", limit: 9, forgiving: true).isEmpty)
    }

    @Test("the skills of ESCO are read, and offered")
    func skills() {
        #expect(SkillVocabulary.dutch.labels(startingWith: "plann", limit: 9).contains("plannen"))
    }
}
