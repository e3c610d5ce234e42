import Domain
import Foundation
import WebUI

extension SearchFormReader {
    /// Kilometres around a postcode when none are given.
    private static let usualDistance = "25"
    /// Characters of a language's name.
    private static let languageCharacters = 50

    /// Everything that is filtered by; what is wrong with it goes to `reading`.
    func filters(_ reading: inout Reading) -> SearchFilters {
        var filters = SearchFilters()
        filters.targetGroups = chosen(.targetGroup, &reading, TargetGroup.init)
        filters.area = area(&reading)
        filters.hours = hours(&reading)
        filters.occupations = chosen(.occupation, &reading, name)
        filters.skills = chosen(.skill, &reading, name)
        filters.municipalities = municipalities(&reading)
        filters.regions = chosen(.region, &reading) { text in
            (try? RegionCode(text)).flatMap { registry.member($0) == nil ? nil : $0 }
        }
        filters.availableBy = availableBy(&reading)
        filters.educationLevels = chosen(.education, &reading, EducationLevel.init)
        filters.licences = chosen(.licence, &reading, DrivingLicence.init)
        filters.languages = languages(&reading)
        filters.contracts = chosen(.contract, &reading, ContractForm.init)
        filters.sectors = chosen(.sector, &reading, Sector.init)
        return filters
    }

    /// The values of one kind, none twice: all of them known, or a fault.
    private func chosen<Value: Hashable>(
        _ kind: FilterKind, _ reading: inout Reading, _ known: (String) -> Value?
    ) -> [Value] {
        let texts = reading.form[kind]
        guard texts.count <= Limits.filterValues else {
            reading.fault(kind.rawValue, "Kies hooguit \(Limits.filterValues) \(kind.plural).")
            return []
        }
        var values: [Value] = []
        var isKnown = true
        for text in texts {
            guard let value = known(text) else {
                isKnown = false
                continue
            }
            if !values.contains(value) { values.append(value) }
        }
        if !isKnown { reading.fault(kind.rawValue, "Een van de gekozen \(kind.plural) kennen wij niet.") }
        return values
    }

    /// What people wrote in a profile.
    private func name(_ text: String) -> String? {
        text.count <= Limits.filterCharacters && text.contains { !$0.isWhitespace } ? text : nil
    }

    private func municipalities(_ reading: inout Reading) -> [MunicipalityCode] {
        var codes = chosen(.municipality, &reading) { text in
            (try? MunicipalityCode(text)).flatMap { registry.municipality($0) == nil ? nil : $0 }
        }
        let name = reading.form.municipalityName
        guard !name.isEmpty else { return codes }
        guard let code = MunicipalityNames.code(of: name, in: registry) else {
            reading.fault(
                SearchForm.Field.municipalityName,
                "De gemeente “\(name)” hoort niet bij een aangesloten regio. Kijk de naam na.")
            return codes
        }
        if !codes.contains(code) { codes.append(code) }
        reading.form.municipalityName = ""
        if !reading.form[.municipality].contains(code.code) { reading.form[.municipality].append(code.code) }
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

    private func availableBy(_ reading: inout Reading) -> CalendarDay? {
        let text = reading.form.availableBy.trimmingCharacters(in: .whitespaces)
        guard !text.isEmpty else { return nil }
        guard let day = try? EntryRule.day(text) else {
            reading.fault(SearchForm.Field.availableBy, "Kies een dag, of schrijf die als 1-12-2026.")
            return nil
        }
        reading.form.availableBy = day.description
        return day
    }

    /// The languages chosen and the one typed, each once, at the level that holds for all of them.
    private func languages(_ reading: inout Reading) -> [LanguageSkill] {
        let names = languageNames(&reading)
        let text = reading.form.languageLevel
        guard let level = text.isEmpty ? .beginner : LanguageSkill.Level(rawValue: text) else {
            reading.fault(SearchForm.Field.languageLevel, "Dit niveau kennen wij niet.")
            return []
        }
        if !text.isEmpty, names.isEmpty, reading.form.languageName.isEmpty {
            reading.fault(SearchForm.Field.languageLevel, "Kies ook welke taal iemand moet spreken.")
        }
        return names.map { LanguageSkill(language: $0, level: level) }
    }

    private func languageNames(_ reading: inout Reading) -> [String] {
        var names = chosen(.language, &reading, name)
        let typed = reading.form.languageName.trimmingCharacters(in: .whitespaces)
        if !typed.isEmpty {
            guard typed.count <= Self.languageCharacters, typed.contains(where: \.isLetter) else {
                reading.fault(SearchForm.Field.languageName, "Schrijf de naam van de taal met letters, zoals Pools.")
                return names
            }
            names.append(typed.prefix(1).uppercased() + typed.dropFirst())
        }
        var seen: Set<String> = []
        names = names.filter { seen.insert($0.lowercased()).inserted }
        (reading.form[.language], reading.form.languageName) = (names, "")
        return names
    }
}
