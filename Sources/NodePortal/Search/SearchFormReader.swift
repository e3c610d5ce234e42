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

    /// Kilometres around a postcode when none are given.
    private static let usualDistance = "25"

    let registry: Registry
    let places: PostcodeTable
    let role: Role

    func read(_ form: SearchForm) -> Reading {
        var reading = Reading(form: form)
        if form.text.count > Limits.textCharacters {
            reading.fault(SearchForm.Field.text, "De zoekvraag mag hooguit \(Limits.textCharacters) tekens lang zijn.")
        }
        let purpose = purpose(&reading)
        var filters = SearchFilters()
        filters.regions = regions(&reading)
        filters.municipalities = municipalities(&reading)
        filters.area = area(&reading)
        filters.targetGroups = targetGroups(&reading)
        filters.hours = hours(&reading)
        let order = order(&reading)
        guard reading.faults.isEmpty, let purpose else { return reading }
        reading.request = SearchRequest(
            text: form.text, filters: filters, order: order, facets: [.municipality, .targetGroup], purpose: purpose,
            explain: true)
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

    private func regions(_ reading: inout Reading) -> [RegionCode] {
        var codes: [RegionCode] = []
        for text in reading.form.regions.prefix(Limits.filterValues) {
            guard let code = try? RegionCode(text), registry.member(code) != nil else {
                reading.fault(SearchForm.Field.region, "Een van de gekozen regio's kennen wij niet.")
                continue
            }
            if !codes.contains(code) { codes.append(code) }
        }
        return codes
    }

    private func municipalities(_ reading: inout Reading) -> [MunicipalityCode] {
        var codes: [MunicipalityCode] = []
        for text in reading.form.municipalities.prefix(Limits.filterValues) {
            guard let code = try? MunicipalityCode(text), registry.municipality(code) != nil else {
                reading.fault(SearchForm.Field.municipality, "Een van de gekozen gemeenten kennen wij niet.")
                continue
            }
            if !codes.contains(code) { codes.append(code) }
        }
        let name = reading.form.municipalityName
        if !name.isEmpty {
            if let code = MunicipalityNames.code(of: name, in: registry) {
                if !codes.contains(code) { codes.append(code) }
                reading.form.municipalityName = ""
                reading.form.municipalities = codes.map(\.code)
            } else {
                reading.fault(
                    SearchForm.Field.municipalityName,
                    "De gemeente “\(name)” hoort niet bij een aangesloten regio. Kijk de naam na.")
            }
        }
        return codes
    }

    private func area(_ reading: inout Reading) -> SearchFilters.Area? {
        let form = reading.form
        guard !form.postcode.isEmpty || !form.distance.isEmpty else { return nil }
        let postcode = form.postcode.filter { $0 != " " }
        let full = try? Postcode(postcode)
        guard let area = full?.area ?? (try? PostcodeArea(postcode)) else {
            reading.fault(SearchForm.Field.postcode, "De postcode moet uit vier cijfers bestaan, zoals 3011.")
            return nil
        }
        guard places[area] != nil else {
            reading.fault(SearchForm.Field.postcode, "De postcode \(area) kennen wij niet.")
            return nil
        }
        reading.form.postcode = area.description
        if form.distance.isEmpty { reading.form.distance = Self.usualDistance }
        let range = Limits.distanceKm
        guard let distance = Int(reading.form.distance), range.contains(distance) else {
            reading.fault(
                SearchForm.Field.distance,
                "De afstand moet tussen \(range.lowerBound) en \(range.upperBound) kilometer liggen."
            )
            return nil
        }
        return SearchFilters.Area(postcode: area, distanceKm: distance)
    }

    private func targetGroups(_ reading: inout Reading) -> [TargetGroup] {
        var groups: [TargetGroup] = []
        for text in reading.form.targetGroups.prefix(Limits.filterValues) {
            guard let group = TargetGroup(rawValue: text) else {
                reading.fault(SearchForm.Field.targetGroup, "Een van de gekozen doelgroepen kennen wij niet.")
                continue
            }
            if !groups.contains(group) { groups.append(group) }
        }
        return groups
    }

    private func hours(_ reading: inout Reading) -> WeeklyHours? {
        let form = reading.form
        guard !form.minimumHours.isEmpty || !form.maximumHours.isEmpty else { return nil }
        let minimum = form.minimumHours.isEmpty ? 0 : Int(form.minimumHours)
        let maximum = form.maximumHours.isEmpty ? 60 : Int(form.maximumHours)
        guard let minimum, let maximum, (0...60).contains(minimum), (0...60).contains(maximum) else {
            reading.fault(SearchForm.Field.minimumHours, "Het aantal uren moet tussen 0 en 60 liggen.")
            return nil
        }
        guard let hours = try? WeeklyHours(minimum: minimum, maximum: maximum) else {
            reading.fault(SearchForm.Field.minimumHours, "“Vanaf” mag niet meer uren zijn dan “tot en met”.")
            return nil
        }
        return hours
    }

    private func order(_ reading: inout Reading) -> SearchOrder? {
        guard !reading.form.order.isEmpty else { return nil }
        let order = SearchOrder(rawValue: reading.form.order)
        if order == nil { reading.fault(SearchForm.Field.order, "Deze volgorde kennen wij niet.") }
        return order
    }
}

extension SearchFormReader.Reading {
    fileprivate mutating func fault(_ field: String, _ message: String) {
        faults.append(FormFault(field: field, message: message))
    }
}
