/// The search form as it was typed: what a browser sends, and what the page shows back. Nothing in it has been checked.
package struct SearchForm: Hashable, Sendable {
    /// Names of the form's fields.
    package enum Field {
        package static let text = "tekst"
        package static let purpose = "doel"
        package static let vacancy = "vacature"
        package static let region = "regio"
        package static let municipality = "gemeente"
        package static let municipalityName = "gemeentenaam"
        package static let postcode = "postcode"
        package static let distance = "afstand"
        package static let targetGroup = "doelgroep"
        package static let minimumHours = "urenvan"
        package static let maximumHours = "urentot"
        package static let order = "sortering"
        /// Where the page before ended.
        package static let cursor = "cursor"
        /// The same, in the list of the own region's hidden people.
        package static let homeCursor = "eigencursor"
        /// The chip that was clicked: a filter that goes.
        package static let without = "zonder"
        package static let csrf = "csrf"
        package static let handle = "handvat"
    }

    package var text = ""
    /// `Purpose.choice`.
    package var purpose = ""
    package var vacancy = ""
    /// Slugs.
    package var regions: [String] = []
    /// CBS codes.
    package var municipalities: [String] = []
    /// One more, by name.
    package var municipalityName = ""
    package var postcode = ""
    package var distance = ""
    package var targetGroups: [String] = []
    package var minimumHours = ""
    package var maximumHours = ""
    /// `neutraal`, or empty for what fits best; without text that is `neutraal` too.
    package var order = ""

    package init() {}

    /// Reads the fields that a browser sent; unknown ones are left alone.
    package init(_ fields: [FormField]) {
        for field in fields {
            let value = field.value
            switch field.name {
            case Field.text: text = value
            case Field.purpose: purpose = value
            case Field.vacancy: vacancy = value
            case Field.region: regions.append(value)
            case Field.municipality: municipalities.append(value)
            case Field.municipalityName: municipalityName = value
            case Field.postcode: postcode = value
            case Field.distance: distance = value
            case Field.targetGroup: targetGroups.append(value)
            case Field.minimumHours: minimumHours = value
            case Field.maximumHours: maximumHours = value
            case Field.order: order = value
            default: continue
            }
        }
        fields.first { $0.name == Field.without }.map { remove($0.value) }
    }

    /// The form as hidden fields of another: `SearchForm(form.fields) == form`. Empty ones are left out.
    package var fields: [FormField] {
        var all = [
            FormField(Field.text, text), FormField(Field.purpose, purpose), FormField(Field.vacancy, vacancy),
        ]
        all += regions.map { FormField(Field.region, $0) }
        all += municipalities.map { FormField(Field.municipality, $0) }
        all += [
            FormField(Field.municipalityName, municipalityName), FormField(Field.postcode, postcode),
            FormField(Field.distance, distance),
        ]
        all += targetGroups.map { FormField(Field.targetGroup, $0) }
        all += [
            FormField(Field.minimumHours, minimumHours), FormField(Field.maximumHours, maximumHours),
            FormField(Field.order, order),
        ]
        return all.filter { !$0.value.isEmpty }
    }

    /// One removable filter: `gebied`, `uren`, `alles`, or `<field>:<value>`. An unknown one changes nothing.
    package mutating func remove(_ filter: String) {
        let parts = filter.split(separator: ":", maxSplits: 1).map(String.init)
        let value = parts.count > 1 ? parts[1] : ""
        switch parts.first {
        case Field.region: regions.removeAll { $0 == value }
        case Field.municipality: municipalities.removeAll { $0 == value }
        case Field.targetGroup: targetGroups.removeAll { $0 == value }
        case "gebied": (postcode, distance) = ("", "")
        case "uren": (minimumHours, maximumHours) = ("", "")
        case "alles":
            for filter in filters { remove(filter) }
            municipalityName = ""
        default: return
        }
    }

    /// Every filter that is set, in the order of the form.
    package var filters: [String] {
        var all = regions.map { "\(Field.region):\($0)" }
        all += municipalities.map { "\(Field.municipality):\($0)" }
        if !postcode.isEmpty || !distance.isEmpty { all.append("gebied") }
        all += targetGroups.map { "\(Field.targetGroup):\($0)" }
        if !minimumHours.isEmpty || !maximumHours.isEmpty { all.append("uren") }
        return all
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
