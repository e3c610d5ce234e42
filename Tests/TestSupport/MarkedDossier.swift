package import Domain
import Foundation

/// A dossier in which every internal and every contact field holds a text that stands nowhere else, and whose free
/// texts repeat what reaches the person.
package enum MarkedDossier {
    package static let contact = Contact(
        givenName: "Merkvoornaam", familyName: "Merkachternaam", email: "merkmail@merk.example", phone: "0687654321")
    /// What may stand in `contact` of an opened profile, and nowhere else.
    package static let contactMarks = ["merkvoornaam", "merkachternaam", "merkmail", "merk.example", "0687654321"]
    /// What may stand nowhere: client number, full postcode and its letters, birth day, case manager,
    /// case number, street, end of service.
    package static let internalMarks = [
        "merkklantnummer", "3011QX", "3011 QX", "QX", "1961", "merkklantmanager", "merkzaaknummer", "merkstraat",
        "2031",
    ]

    /// What may stand in no bytes whatever, sealed and encoded ones among them: no chance brings these about.
    package static let longMarks = [
        "merkklantnummer", "3011QX", "3011 QX", "1961-10-09", "merkklantmanager", "merkzaaknummer", "merkstraat",
        "2031-01-02",
    ]

    /// - Parameter number: another one is another person, with another client number.
    package static func make(
        _ visibility: Dossier.Visibility, in municipality: String = "GM0599", number: UInt8 = 0
    ) throws -> Dossier {
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
            id: ProfileID(UUID(uuid: (15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, number))),
            municipality: try MunicipalityCode(municipality), contact: contact,
            internalFields: InternalFields(
                clientNumber: "merkklantnummer\(number == 0 ? "" : "\(number)")", postcode: try Postcode("3011 QX"),
                birthDay: try CalendarDay("1961-10-09"), caseManager: "merkklantmanager",
                caseNumber: "merkzaaknummer", street: "merkstraat 1", gender: .woman, support: .full, isToZo: true,
                serviceEnded: try CalendarDay("2031-01-02")),
            work: work, visibility: visibility, generation: 4, revision: 7)
    }
}
