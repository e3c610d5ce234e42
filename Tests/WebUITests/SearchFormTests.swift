import Domain
import Testing
import WebUI

@Suite("Search form: what was typed comes back, and a chip takes one filter away")
struct SearchFormTests {
    @Test("hidden fields carry the whole form")
    func roundTrip() {
        var form = Samples.form
        form.regions = ["rijnmond", "haaglanden"]
        form.municipalities = ["GM0599"]
        form.municipalityName = "Delft"
        form.maximumHours = "36"
        form.order = "neutraal"
        #expect(SearchForm(form.fields) == form)
        #expect(SearchForm(SearchForm().fields) == SearchForm())
    }

    @Test(arguments: [
        ("regio:rijnmond", 4), ("doelgroep:baanafspraak", 4), ("gebied", 4), ("uren", 4), ("gemeente:GM0599", 4),
        ("alles", 0),
        ("regio:elders", 5), ("onzin", 5), ("", 5),
    ])
    func removes(_ filter: String, leaving count: Int) {
        var form = Samples.form
        form.regions = ["rijnmond"]
        form.municipalities = ["GM0599"]
        let clicked = SearchForm(form.fields + [FormField(SearchForm.Field.without, filter)])
        #expect(clicked.filters.count == count)
        #expect(clicked.text == form.text)
    }

    @Test("a role is offered the purposes that it may have, and no other", arguments: Role.allCases)
    func purposes(_ role: Role) {
        let choices = Purpose.choices(for: role)
        #expect(choices.allSatisfy { $0.allows(role) })
        #expect(choices.count == (role == .accountManager ? 4 : role == .caseManager ? 2 : 0))
        #expect(Set(choices.map(\.choice)).count == choices.count)
    }
}
