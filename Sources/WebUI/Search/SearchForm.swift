import Domain

/// The search form as it was typed: what a browser sends, and what the page shows back. Nothing in it has been checked.
package struct SearchForm: Hashable, Sendable {
    /// Names of the form's fields; those of which several values can be chosen are `FilterKind`s.
    package enum Field {
        package static let text = "tekst"
        package static let purpose = "doel"
        package static let vacancy = "vacature"
        package static let municipalityName = "gemeentenaam"
        package static let postcode = "postcode"
        package static let distance = "afstand"
        package static let languageName = "taalnaam"
        package static let languageLevel = "taalniveau"
        package static let minimumHours = "urenvan"
        package static let maximumHours = "urentot"
        package static let availableBy = "beschikbaar"
        package static let order = "sortering"
        /// Where the page before ended.
        package static let cursor = "cursor"
        /// The same, in the list of the own region's hidden people.
        package static let homeCursor = "eigencursor"
        /// The chip that was clicked: a filter that goes.
        package static let without = "zonder"
        /// What is to be counted as well: `availability`.
        package static let count = "tel"
        package static let availability = "beschikbaarheid"
        package static let csrf = "csrf"
        package static let handle = "handvat"
    }

    /// Filters of several fields together, and all of them, as a chip names them.
    package enum Together {
        package static let area = "gebied"
        package static let hours = "uren"
        package static let all = "alles"
    }

    package var text = ""
    /// `Purpose.choice`.
    package var purpose = ""
    package var vacancy = ""
    /// A municipality more than those chosen, by name.
    package var municipalityName = ""
    package var postcode = ""
    package var distance = ""
    /// A language more than those chosen, by name.
    package var languageName = ""
    /// `LanguageSkill.Level`, for every language chosen; empty when it does not matter.
    package var languageLevel = ""
    package var minimumHours = ""
    package var maximumHours = ""
    /// A day, `jjjj-mm-dd` or as people write it.
    package var availableBy = ""
    /// `SearchOrder`, or empty for what fits best; without text that is `neutraal`.
    package var order = ""
    private var chosen: [FilterKind: [String]] = [:]

    package init() {}

    /// The values chosen of a kind: codes, slugs, or what people wrote.
    package subscript(kind: FilterKind) -> [String] {
        get { chosen[kind] ?? [] }
        set { chosen[kind] = newValue.isEmpty ? nil : newValue }
    }

    /// Reads the fields that a browser sent; unknown ones are left alone.
    package init(_ fields: [FormField]) {
        let texts = Self.texts
        for field in fields {
            if let text = texts.first(where: { $0.name == field.name }) {
                self[keyPath: text.path] = field.value
            } else if let kind = FilterKind(rawValue: field.name) {
                self[kind].append(field.value)
            }
        }
        fields.first { $0.name == Field.without }.map { remove($0.value) }
    }

    /// The form as hidden fields of another: `SearchForm(form.fields) == form`. Empty ones are left out.
    package var fields: [FormField] {
        let texts = Self.texts.map { FormField($0.name, self[keyPath: $0.path]) }.filter { !$0.value.isEmpty }
        return texts + FilterKind.allCases.flatMap { kind in self[kind].map { FormField(kind.rawValue, $0) } }
    }

    private static var texts: [(name: String, path: WritableKeyPath<SearchForm, String>)] {
        [
            (Field.text, \.text), (Field.purpose, \.purpose), (Field.vacancy, \.vacancy),
            (Field.municipalityName, \.municipalityName), (Field.postcode, \.postcode), (Field.distance, \.distance),
            (Field.languageName, \.languageName), (Field.languageLevel, \.languageLevel),
            (Field.minimumHours, \.minimumHours), (Field.maximumHours, \.maximumHours),
            (Field.availableBy, \.availableBy), (Field.order, \.order),
        ]
    }
}

/// The filters that are set, one by one.
extension SearchForm {
    /// Every filter that is set, in the order of the form: `<kind>:<value>`, or the name of what has one value.
    package var filters: [String] {
        var all = filters(of: [.targetGroup])
        if !postcode.isEmpty || !distance.isEmpty { all.append(Together.area) }
        if !minimumHours.isEmpty || !maximumHours.isEmpty { all.append(Together.hours) }
        all += filters(of: [.municipality, .occupation, .skill, .region, .education, .licence, .language])
        if !availableBy.isEmpty { all.append(Field.availableBy) }
        return all + filters(of: [.contract, .sector])
    }

    private func filters(of kinds: [FilterKind]) -> [String] {
        kinds.flatMap { kind in self[kind].map { "\(kind.rawValue):\($0)" } }
    }

    /// The kind and value that a filter names; nil for one that is of no kind.
    static func parts(of filter: String) -> (kind: FilterKind, value: String)? {
        let parts = filter.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let kind = FilterKind(rawValue: parts[0]) else { return nil }
        return (kind, parts[1])
    }

    /// Takes one of `filters` away, or all. An unknown one changes nothing.
    package mutating func remove(_ filter: String) {
        if let (kind, value) = Self.parts(of: filter) {
            self[kind].removeAll { $0 == value }
            if self[.language].isEmpty, languageName.isEmpty { languageLevel = "" }
            return
        }
        switch filter {
        case Together.area:
            (postcode, distance) = ("", "")
            // Without a place there is no distance to order by.
            if order == SearchOrder.distance.rawValue { order = "" }
        case Together.hours: (minimumHours, maximumHours) = ("", "")
        case Field.availableBy: availableBy = ""
        case Together.all:
            (municipalityName, languageName) = ("", "")
            for filter in filters { remove(filter) }
            languageLevel = ""
        default: return
        }
    }
}

/// One field of a form.
package struct FormField: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
