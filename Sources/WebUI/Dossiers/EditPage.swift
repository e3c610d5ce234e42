package import Domain
package import Foundation

/// Changing what the municipality keeps of one jobseeker.
package struct EditPage: Sendable {
    /// The revision that the form shows: a field of it.
    package static let revisionField = "revisie"

    /// Somebody saved while this user was typing.
    package struct Conflict: Hashable, Sendable {
        /// Name of whoever saved, and when; nil when the history does not say.
        package let who: String?
        package let at: Date?
        /// What was changed meanwhile.
        package let fields: [DossierField]
        package let visibilityChanged: Bool
        /// What this user had typed and is not in the dossier as it is now.
        package let typed: EntryFields

        package init(
            who: String?, at: Date?, fields: [DossierField], visibilityChanged: Bool, typed: EntryFields
        ) {
            self.who = who
            self.at = at
            self.fields = fields
            self.visibilityChanged = visibilityChanged
            self.typed = typed
        }
    }

    package let frame: Frame
    package let place: DossierPlace
    /// Of the person, as it is now.
    package let name: String
    package let isVisible: Bool
    package let revision: Int
    /// As typed, or as the dossier has it.
    package let fields: EntryFields
    package let faults: [EntryFault]
    package let conflict: Conflict?

    package init(
        frame: Frame, place: DossierPlace, name: String, isVisible: Bool, revision: Int, fields: EntryFields,
        faults: [EntryFault] = [], conflict: Conflict? = nil
    ) {
        self.frame = frame
        self.place = place
        self.name = name
        self.isVisible = isVisible
        self.revision = revision
        self.fields = fields
        self.faults = faults
        self.conflict = conflict
    }
}

/// What `dossier-edit.mustache` reads.
struct EditView {
    let layout: LayoutView
    let name: String
    let isVisible: Bool
    let faults: [Fault]
    let hasFaults: Bool
    let conflict: Conflict?
    let shared: [Control]
    let groups: [Choice]
    let groupsFault: String?
    let groupsTyped: String?
    let own: [Control]
    let place: [FormField]
    let revision: Int
    let csrf: String

    /// One thing that is wrong, in the sum on top.
    struct Fault {
        /// The id of its field.
        let field: String
        let label: String
        let message: String
    }

    struct Conflict {
        let sentence: String
        let changed: String
    }

    /// One field with its label.
    struct Control {
        let name: String
        let label: String
        let value: String
        let type: String
        let hint: String?
        let fault: String?
        /// What the user had typed before the conflict.
        let typed: String?
        let isList: Bool
        let choices: [Choice]
    }

    /// One choice of a list.
    struct Choice {
        let value: String
        let label: String
        let chosen: Bool
    }

    private static let sharedFields: [DossierField] = [.givenName, .familyName, .phone, .email]
    private static let ownFields: [DossierField] = [
        .clientNumber, .caseNumber, .birthDay, .gender, .street, .postcode, .caseManager, .support, .toZo,
        .serviceEnded,
    ]

    init(_ page: EditPage, _ links: LayoutView.Links) {
        layout = LayoutView(
            page.frame, title: page.faults.isEmpty ? "Gegevens wijzigen" : "Gegevens wijzigen: let op", links,
            in: .people)
        name = page.name
        isVisible = page.isVisible
        faults = page.faults.map { fault in
            let name = String(fault.field.prefix { $0 != "." })
            return Fault(field: name, label: DossierField(rawValue: name)?.title ?? name, message: fault.message)
        }
        hasFaults = !faults.isEmpty
        conflict = page.conflict.map(Self.conflict)
        shared = Self.sharedFields.map { Self.control($0, page) }
        own = Self.ownFields.map { Self.control($0, page) }
        let chosen = page.fields.lists[DossierField.targetGroups.rawValue] ?? []
        groups = TargetGroup.allCases.map {
            Choice(value: $0.rawValue, label: $0.title, chosen: chosen.contains($0.rawValue))
        }
        groupsFault = page.faults.first { $0.field.hasPrefix(DossierField.targetGroups.rawValue) }?.message
        let typed = page.conflict?.typed.lists[DossierField.targetGroups.rawValue]
        groupsTyped = typed.flatMap { typed in
            Set(typed) == Set(chosen)
                ? nil
                : Figures.list(typed.compactMap { TargetGroup(rawValue: $0)?.title } + (typed.isEmpty ? ["geen"] : []))
        }
        place = [
            FormField(PeoplePage.Field.handle, page.place.handle), FormField(PeoplePage.Field.name, page.place.search),
        ]
        revision = page.revision
        csrf = page.frame.visitor?.csrfToken ?? ""
    }

    private static func conflict(_ conflict: EditPage.Conflict) -> Conflict {
        let who = conflict.who ?? "Iemand anders"
        let when = conflict.at.map { " op \(Moment.text($0))" } ?? ""
        let names =
            conflict.fields.map { $0.title.lowercased() } + (conflict.visibilityChanged ? ["zichtbaarheid"] : [])
        return Conflict(
            sentence: "\(who) wijzigde dit dossier\(when), terwijl u bezig was.",
            changed: names.isEmpty ? "Wat er anders is, ziet u hieronder." : "Gewijzigd: \(Figures.list(names)).")
    }

    private static func control(_ field: DossierField, _ page: EditPage) -> Control {
        let value = shown(page.fields[field], field)
        let choices = choices(of: field).map { Choice(value: $0.0, label: $0.1, chosen: $0.0 == value) }
        let typed = page.conflict?.typed.texts[field.rawValue].flatMap { typed -> String? in
            let typed = shown(typed, field)
            guard typed != value else { return nil }
            let label = self.choices(of: field).first { $0.0 == typed }?.1 ?? typed
            return label.isEmpty ? "niets" : label
        }
        return Control(
            name: field.rawValue, label: field.title, value: value, type: type(of: field), hint: hint(for: field),
            fault: page.faults.first { $0.field == field.rawValue }?.message, typed: typed, isList: !choices.isEmpty,
            choices: choices)
    }

    /// A day and a postcode as people write them; what is none stays as it was typed.
    private static func shown(_ text: String, _ field: DossierField) -> String {
        switch field {
        case .birthDay, .serviceEnded:
            guard let day = try? EntryRule.day(text) else { return text }
            return [day.day, day.month].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-") + "-\(day.year)"
        case .postcode:
            guard let postcode = try? Postcode(text) else { return text }
            return "\(postcode.area) \(postcode.letters)"
        default: return EntryRule.trimmed(text)
        }
    }

    private static func choices(of field: DossierField) -> [(String, String)] {
        switch field {
        case .gender: [("", "niet bekend")] + Gender.allCases.map { ($0.rawValue, $0.title) }
        case .support: [("", "niet bekend")] + SupportLevel.allCases.map { ($0.rawValue, $0.title) }
        case .toZo: [("nee", "nee"), ("ja", "ja")]
        default: []
        }
    }

    private static func type(of field: DossierField) -> String {
        switch field {
        case .email: "email"
        case .phone: "tel"
        default: "text"
        }
    }

    private static func hint(for field: DossierField) -> String? {
        switch field {
        case .birthDay: "Bijvoorbeeld 31-12-1980."
        case .serviceEnded: "Leeg zolang de dienstverlening loopt."
        case .postcode: "Vier cijfers en twee letters."
        default: nil
        }
    }
}
