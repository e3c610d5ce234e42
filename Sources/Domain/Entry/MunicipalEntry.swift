/// What the municipality keeps of a jobseeker, read from what a case manager entered: the prefilled and internal fields
/// and the target groups (P-DAT-1 to P-DAT-3, P-ROL).
package struct MunicipalEntry: Hashable, Sendable {
    package let contact: Contact
    package let internalFields: InternalFields
    package let targetGroups: [TargetGroup]

    /// Everything that is wrong comes out at once.
    package static func read(_ fields: EntryFields, today: CalendarDay) -> EntryReading<MunicipalEntry> {
        var reader = EntryReader(fields, known: DossierField.keptByMunicipality)
        let contact = contact(&reader)
        let own = internalFields(&reader, today)
        let groups = reader.list(DossierField.targetGroups.rawValue, 0...TargetGroup.allCases.count) {
            (text) throws(EntryRefusal) in
            try one(of: TargetGroup.allCases, text)
        }
        guard let contact, let own else { return reader.reading(nil) }
        return reader.reading(MunicipalEntry(contact: contact, internalFields: own, targetGroups: groups))
    }

    /// What `dossier` has, as it would be entered.
    package static func fields(of dossier: Dossier) -> EntryFields {
        let (contact, own) = (dossier.contact, dossier.internalFields)
        var fields = EntryFields()
        func set(_ field: DossierField, _ text: String?) { fields.texts[field.rawValue] = text ?? "" }
        set(.clientNumber, own.clientNumber)
        set(.givenName, contact.givenName)
        set(.familyName, contact.familyName)
        set(.email, contact.email)
        set(.phone, contact.phone)
        set(.postcode, own.postcode.description)
        set(.street, own.street)
        set(.birthDay, own.birthDay.description)
        set(.gender, own.gender?.rawValue)
        set(.caseNumber, own.caseNumber)
        set(.caseManager, own.caseManager)
        set(.support, own.support?.rawValue)
        set(.toZo, own.isToZo ? "ja" : "nee")
        set(.serviceEnded, own.serviceEnded?.description)
        fields.lists[DossierField.targetGroups.rawValue] = dossier.work.targetGroups.map(\.rawValue)
        return fields
    }

    /// `dossier` with this in it; the rest stays.
    package func apply(to dossier: inout Dossier) {
        dossier.contact = contact
        dossier.internalFields = internalFields
        dossier.work.targetGroups = targetGroups
    }

    private static func contact(_ reader: inout EntryReader) -> Contact? {
        let given = reader.required(DossierField.givenName.rawValue) { (text) throws(EntryRefusal) in
            try EntryRule.words(text)
        }
        let family = reader.required(DossierField.familyName.rawValue) { (text) throws(EntryRefusal) in
            try EntryRule.words(text)
        }
        let email = reader.optional(DossierField.email.rawValue, EntryRule.email)
        let phone = reader.optional(DossierField.phone.rawValue, EntryRule.phone)
        guard let given, let family else { return nil }
        return Contact(givenName: given, familyName: family, email: email ?? "", phone: phone ?? "")
    }

    private static func internalFields(_ reader: inout EntryReader, _ today: CalendarDay) -> InternalFields? {
        func number(_ text: String) throws(EntryRefusal) -> String { try EntryRule.line(text, atMost: 40) }
        func words(_ text: String) throws(EntryRefusal) -> String { try EntryRule.words(text) }
        let client = reader.required(DossierField.clientNumber.rawValue, number)
        let postcode = reader.required(DossierField.postcode.rawValue, EntryRule.postcode)
        let street = reader.optional(DossierField.street.rawValue, words)
        let birthDay = reader.required(DossierField.birthDay.rawValue) { (text) throws(EntryRefusal) in
            let day = try EntryRule.day(text)
            guard day < today else { throw EntryRefusal("is geen dag die voorbij is", "kijk de datum na") }
            return day
        }
        let gender = reader.optional(DossierField.gender.rawValue) { (text) throws(EntryRefusal) in
            try one(of: Gender.allCases, text)
        }
        let caseNumber = reader.optional(DossierField.caseNumber.rawValue, number)
        let caseManager = reader.optional(DossierField.caseManager.rawValue, words)
        let support = reader.optional(DossierField.support.rawValue) { (text) throws(EntryRefusal) in
            try one(of: SupportLevel.allCases, text)
        }
        let toZo = reader.required(DossierField.toZo.rawValue) { (text) throws(EntryRefusal) in
            try EntryRule.choice(text, ["ja", "nee"]) == "ja"
        }
        let ended = reader.optional(DossierField.serviceEnded.rawValue, EntryRule.day)
        guard let client, let postcode, let birthDay, let toZo else { return nil }
        return InternalFields(
            clientNumber: client, postcode: postcode, birthDay: birthDay, caseManager: caseManager ?? "",
            caseNumber: caseNumber ?? "", street: street ?? "", gender: gender, support: support, isToZo: toZo,
            serviceEnded: ended)
    }

    /// The case of a closed choice that `text` names.
    static func one<Choice: RawRepresentable>(
        of choices: [Choice], _ text: String
    ) throws(EntryRefusal) -> Choice where Choice.RawValue == String {
        let name = try EntryRule.choice(text, choices.map(\.rawValue))
        guard let choice = choices.first(where: { $0.rawValue == name }) else {
            throw EntryRefusal("is geen bekende waarde", "kies er een uit de lijst")
        }
        return choice
    }
}
