import Domain
import Foundation

/// A dossier in which every internal and every contact field holds a text that stands nowhere else, and whose free
/// texts repeat what reaches the person.
enum MarkedDossier {
    static let contact = Contact(
        givenName: "Merkvoornaam", familyName: "Merkachternaam", email: "merkmail@merk.example", phone: "0687654321")
    /// What may stand in `contact` of an opened profile, and nowhere else.
    static let contactMarks = ["merkvoornaam", "merkachternaam", "merkmail", "merk.example", "0687654321"]
    /// What may stand nowhere: client number, full postcode and its letters, birth day, case manager,
    /// case number, street, end of service.
    static let internalMarks = [
        "merkklantnummer", "3011QX", "3011 QX", "QX", "1961", "merkklantmanager", "merkzaaknummer", "merkstraat",
        "2031",
    ]

    static func make(_ visibility: Dossier.Visibility) throws -> Dossier {
        let told = "Ik ben \(contact.givenName) \(contact.familyName), \(contact.email), \(contact.phone)."
        let work = WorkProfile(
            occupations: ["kok", told], skills: ["koken", told], motivation: told,
            experience: [
                Experience(jobTitle: told, employer: told, firstYear: 2015, lastYear: 2021, description: told)
            ],
            education: .mbo2, licences: [.car], languages: [LanguageSkill(language: told, level: .good)],
            hours: try WeeklyHours(minimum: 24, maximum: 36), availableFrom: try CalendarDay("2026-12-01"),
            targetGroups: [.baanafspraak], isEntrepreneur: true, interests: [told], talents: [told],
            schooling: [Schooling(level: .mbo2, name: told, endYear: 2014, hasDiploma: true)],
            courses: [Course(name: told, year: 2019)], contracts: [.permanent], sectors: [.hospitality], travelKm: 30,
            capacity: [WorkCapacity(load: .lifting, extent: .partly)],
            documents: [DocumentReference(kind: .cv, title: told)])
        return Dossier(
            id: ProfileID(UUID(uuid: (15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0))),
            municipality: try MunicipalityCode("GM0599"), contact: contact,
            internalFields: InternalFields(
                clientNumber: "merkklantnummer", postcode: try Postcode("3011 QX"),
                birthDay: try CalendarDay("1961-10-09"), caseManager: "merkklantmanager",
                caseNumber: "merkzaaknummer", street: "merkstraat 1", gender: .woman, support: .full, isToZo: true,
                serviceEnded: try CalendarDay("2031-01-02")),
            work: work, visibility: visibility, generation: 4, revision: 7)
    }
}
