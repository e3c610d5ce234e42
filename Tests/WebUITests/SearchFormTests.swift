import Domain
import Testing
import WebUI

@Suite("Search form: what was typed comes back, and a chip takes one filter away")
struct SearchFormTests {
    @Test("hidden fields carry the whole form")
    func roundTrip() {
        var form = Samples.fullForm
        form.municipalityName = "Delft"
        form.languageName = "Turks"
        #expect(SearchForm(form.fields) == form)
        #expect(SearchForm(SearchForm().fields) == SearchForm())
        #expect(Set(form.fields.map(\.name)).count == 12 + FilterKind.allCases.count)
    }

    @Test("a chip takes its own filter away, and nothing else", arguments: Samples.fullForm.filters)
    func removes(_ filter: String) {
        let form = Samples.fullForm
        let clicked = SearchForm(form.fields + [FormField(SearchForm.Field.without, filter)])
        #expect(clicked.filters == form.filters.filter { $0 != filter })
        #expect(clicked.text == form.text && clicked.purpose == form.purpose)
    }

    @Test("no chip and no unknown one takes anything away", arguments: ["regio:elders", "onzin", "", "onzin:B", ":"])
    func unknown(_ filter: String) {
        let form = Samples.fullForm
        #expect(SearchForm(form.fields + [FormField(SearchForm.Field.without, filter)]) == form)
    }

    @Test("all goes at once, with what was typed of a place and a language")
    func all() {
        var form = Samples.fullForm
        form.municipalityName = "Delft"
        form.languageName = "Turks"
        form.remove("alles")
        var left = Samples.form
        for filter in left.filters { left.remove(filter) }
        #expect(form == left && form.filters == [])
    }

    @Test("without a place the order by distance goes too, and without a language its level")
    func leans() {
        var form = Samples.fullForm
        form.remove("gebied")
        #expect(form.order == "" && form.distance == "")
        form.remove("taal:Pools")
        #expect(form.languageLevel == "goed")
        form.remove("taal:Nederlands")
        #expect(form.languageLevel == "")
    }

    @Test("a value may have a colon in it")
    func colon() {
        var form = SearchForm()
        form[.skill] = ["ISO: 9001", "ISO"]
        form.remove("vaardigheid:ISO: 9001")
        #expect(form[.skill] == ["ISO"])
    }

    @Test("a role is offered the purposes that it may have, and no other", arguments: Role.allCases)
    func purposes(_ role: Role) {
        let choices = Purpose.choices(for: role)
        #expect(choices.allSatisfy { $0.allows(role) })
        #expect(choices.count == (role == .accountManager ? 4 : role == .caseManager ? 2 : 0))
        #expect(Set(choices.map(\.choice)).count == choices.count)
    }
}
