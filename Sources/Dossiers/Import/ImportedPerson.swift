import Domain

/// What a municipality's export says of one person, checked: the prefilled and internal fields, and nothing of what the
/// person wrote (P-DAT-1 to P-DAT-3).
struct ImportedPerson: Hashable, Sendable {
    /// The line of the file on which it begins.
    let line: Int
    /// One value per column that the file has, as `ImportValue` spells it.
    let values: [ImportColumn: String]

    var clientNumber: String { values[.clientNumber] ?? "" }

    /// The dossier of the person after this import: a new one, hidden as everybody who is imported is (P-VIS-5), or
    /// `base` with what the file says. What the file has no column for, and what the jobseeker wrote, stays.
    ///
    /// - Returns: nil for a value that `ImportValue` does not make.
    func dossier(
        over base: Dossier?, id: ProfileID, municipality: MunicipalityCode, today: CalendarDay
    ) -> Dossier? {
        let own = base?.internalFields
        guard let contact = contact(over: base?.contact),
            let postcode = values[.postcode].map({ try? Postcode($0) }) ?? own?.postcode,
            let birthDay = values[.birthDay].map({ try? CalendarDay($0) }) ?? own?.birthDay,
            let hours = try? WeeklyHours(minimum: 0, maximum: 40)
        else { return nil }
        let internalFields = InternalFields(
            clientNumber: clientNumber, postcode: postcode, birthDay: birthDay,
            caseManager: values[.caseManager] ?? own?.caseManager ?? "",
            caseNumber: values[.caseNumber] ?? own?.caseNumber ?? "", street: values[.street] ?? own?.street ?? "",
            gender: values[.gender].map(Gender.init(rawValue:)) ?? own?.gender,
            support: values[.support].map(SupportLevel.init(rawValue:)) ?? own?.support,
            isToZo: values[.toZo].map { $0 == ImportValue.yes } ?? own?.isToZo ?? false,
            serviceEnded: values[.serviceEnded].map { try? CalendarDay($0) } ?? own?.serviceEnded)
        let groups = values[.targetGroups].map {
            $0.split(separator: " ").compactMap { TargetGroup(rawValue: "\($0)") }
        }
        var dossier =
            base
            ?? Dossier(
                id: id, municipality: municipality, contact: contact, internalFields: internalFields,
                work: WorkProfile(
                    occupations: [], skills: [], motivation: "", experience: [], education: .unknown, licences: [],
                    languages: [], hours: hours, availableFrom: today, targetGroups: []))
        dossier.contact = contact
        dossier.internalFields = internalFields
        if let groups { dossier.work.targetGroups = groups }
        return dossier
    }

    private func contact(over base: Contact?) -> Contact? {
        guard let given = values[.givenName] ?? base?.givenName, let family = values[.familyName] ?? base?.familyName
        else { return nil }
        return Contact(
            givenName: given, familyName: family, email: values[.email] ?? base?.email ?? "",
            phone: values[.phone] ?? base?.phone ?? "")
    }
}
