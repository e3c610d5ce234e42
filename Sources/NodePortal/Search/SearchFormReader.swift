import Domain
import Foundation
import WebUI
import Wire

/// Reads a search form: the request that it asks, or everything that is wrong with it at once.
struct SearchFormReader {
    /// What came of a form.
    struct Reading {
        /// As shown back: a municipality's name has become its code.
        var form: SearchForm
        var faults: [FormFault] = []
        var request: SearchRequest?
    }

    let registry: Registry
    let places: PostcodeTable
    let role: Role

    func read(_ form: SearchForm) -> Reading {
        var reading = Reading(form: form)
        if form.text.count > Limits.textCharacters {
            reading.fault(SearchForm.Field.text, "De zoekvraag mag hooguit \(Limits.textCharacters) tekens lang zijn.")
        }
        let purpose = purpose(&reading)
        let filters = filters(&reading)
        let order = order(&reading)
        guard reading.faults.isEmpty, let purpose else { return reading }
        let request = SearchRequest(
            text: form.text, filters: filters, order: order, facets: Facet.allCases, purpose: purpose, explain: true)
        guard SearchRequestJSON.encode(request).count <= Limits.requestBytes else {
            reading.fault(SearchForm.Together.all, "Dit zijn te veel filters tegelijk. Haal er een paar weg.")
            return reading
        }
        reading.request = request
        return reading
    }

    /// The purpose that a form or header states as `activiteit;grondslag`, with a vacancy.
    static func purpose(_ choice: String, vacancy: String) -> Purpose? {
        let parts = choice.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let activity = Activity(rawValue: parts[0]), let basis = LegalBasis(rawValue: parts[1])
        else { return nil }
        return try? Purpose(activity: activity, basis: basis, vacancy: vacancy.isEmpty ? nil : vacancy)
    }

    /// The purpose that the form of a list of people states.
    ///
    /// - Throws: `Problem` 400 without one.
    static func requirePurpose(of form: SearchForm) throws -> Purpose {
        guard let purpose = purpose(form.purpose, vacancy: form.vacancy) else {
            throw Problem.badRequest([FieldError(field: "doel", message: "Zoek opnieuw, en kies waarvoor u zoekt.")])
        }
        return purpose
    }

    private func purpose(_ reading: inout Reading) -> Purpose? {
        let form = reading.form
        let choice = form.purpose.isEmpty ? Purpose.choices(for: role).first?.choice ?? "" : form.purpose
        reading.form.purpose = choice
        guard form.vacancy.utf8.count <= 64 else {
            reading.fault(SearchForm.Field.vacancy, "Het vacaturenummer mag hooguit 64 tekens lang zijn.")
            return nil
        }
        guard let purpose = Self.purpose(choice, vacancy: form.vacancy), purpose.allows(role) else {
            reading.fault(SearchForm.Field.purpose, "Kies waarvoor u zoekt.")
            return nil
        }
        return purpose
    }

    private func order(_ reading: inout Reading) -> SearchOrder? {
        guard !reading.form.order.isEmpty else { return nil }
        let order = SearchOrder(rawValue: reading.form.order)
        if order == nil { reading.fault(SearchForm.Field.order, "Deze volgorde kennen wij niet.") }
        let hasPlace = !reading.form.postcode.isEmpty || !reading.form.distance.isEmpty
        if order == .distance, !hasPlace {
            reading.fault(
                SearchForm.Field.order,
                "“\(SearchOrder.distance.title)” kan alleen met een postcode. Vul die in bij Afstand.")
        }
        return order
    }
}

extension SearchFormReader.Reading {
    mutating func fault(_ field: String, _ message: String) {
        faults.append(FormFault(field: field, message: message))
    }
}
