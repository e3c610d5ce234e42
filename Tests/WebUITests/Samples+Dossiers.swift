import Domain
import Foundation
import WebUI

/// The case manager's pages.
extension Samples {
    static let place = DossierPlace(handle: "aGFuZHZhdA", search: "berg")
    static let changedAt = Date(timeIntervalSince1970: 1_795_000_000)

    static func people(
        count: Int, name: String = "berg", fault: String? = nil, cursor: String? = nil, text: String = "van den Berg"
    ) throws -> PeoplePage {
        PeoplePage(
            frame: frame(role: .caseManager), municipalityName: "Rotterdam", name: name, fault: fault,
            found: fault != nil
                ? nil
                : try (0..<count).map { number in
                    PeoplePage.Person(
                        handle: "aGFuZHZhdA\(number)", givenName: ["Fatma", "Jan", "Noor-Anne"][number % 3],
                        familyName: text, clientNumber: "R-10\(number)\(number)7",
                        birthDay: try CalendarDay("198\(number % 10)-0\(1 + number % 9)-14"),
                        caseManager: number % 4 == 3 ? "" : "S. Bakker",
                        visibility: number % 2 == 0 ? .visible : .hidden)
                }, cursor: cursor, isLaterPage: false)
    }

    static func dossier(_ visibility: Dossier.Visibility, text: String = "Fatma") throws -> Dossier {
        let work = try profile().work
        return Dossier(
            id: ProfileID(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))),
            municipality: try MunicipalityCode("GM0599"),
            contact: Contact(
                givenName: text, familyName: "van den Berg", email: "fatma@voorbeeld.example", phone: "06 12345678"),
            internalFields: InternalFields(
                clientNumber: "R-10447", postcode: try Postcode("3011 AB"), birthDay: try CalendarDay("1984-05-14"),
                caseManager: "S. Bakker", caseNumber: "Z-2026-118", street: "Coolsingel 40", gender: .woman,
                support: .together, isToZo: false),
            work: work, visibility: visibility, generation: 2, revision: 5)
    }

    static func dossierPage(
        _ visibility: Dossier.Visibility, notice: DossierNotice? = nil,
        request: DossierPage.Request = DossierPage.Request(), text: String = "Fatma"
    ) throws -> DossierPage {
        let dossier = try dossier(visibility, text: text)
        return DossierPage(
            frame: frame(role: .caseManager), place: place, municipalityName: "Rotterdam", dossier: dossier,
            work: dossier.work,
            latest: .init(who: "S. Bakker", at: changedAt), notice: notice, request: request,
            today: try CalendarDay("2026-11-23"))
    }

    static func edit(
        _ visibility: Dossier.Visibility = .visible, change: [DossierField: String] = [:], faults: [EntryFault] = [],
        conflict: EditPage.Conflict? = nil
    ) throws -> EditPage {
        var fields = MunicipalEntry.fields(of: try dossier(visibility))
        for (field, text) in change { fields.texts[field.rawValue] = text }
        return EditPage(
            frame: frame(role: .caseManager), place: place, name: "Fatma van den Berg",
            isVisible: visibility == .visible, revision: 5, fields: fields, faults: faults, conflict: conflict)
    }

    /// A fault in every field of the form.
    static func everyFault() -> [EntryFault] {
        DossierField.keptByMunicipality.map {
            EntryFault(field: $0.rawValue, message: "Dit klopt niet: \($0.rawValue).")
        }
    }

    static func conflict(_ text: String = "van der Berg") throws -> EditPage.Conflict {
        var typed = MunicipalEntry.fields(of: try dossier(.visible))
        typed.texts[DossierField.familyName.rawValue] = text
        typed.texts[DossierField.support.rawValue] = SupportLevel.full.rawValue
        typed.texts[DossierField.birthDay.rawValue] = "14-5-1984"
        typed.lists[DossierField.targetGroups.rawValue] = []
        return EditPage.Conflict(
            who: "P. de Vries", at: changedAt, fields: [.phone, .street], visibilityChanged: true, typed: typed)
    }

    static func history(_ events: [HistoryPage.Event], next: Int? = nil) -> HistoryPage {
        HistoryPage(
            frame: frame(role: .caseManager), place: place, name: "Fatma van den Berg", events: events, next: next)
    }

    static func events(_ reason: String = "Wil gevonden worden door werkgevers") -> [HistoryPage.Event] {
        [
            .init(at: changedAt, who: "S. Bakker", what: .edited([.phone, .street])),
            .init(
                at: changedAt.addingTimeInterval(-4_000), who: "S. Bakker",
                what: .shown(request: "Z-2026-118", reason: reason)),
            .init(
                at: changedAt.addingTimeInterval(-90_000), who: "P. de Vries",
                what: .hidden(request: "Z-2026-101", reason: "Heeft werk gevonden")),
            .init(at: changedAt.addingTimeInterval(-190_000), who: "A. Jansen", what: .delivered([.postcode])),
            .init(at: changedAt.addingTimeInterval(-9_000_000), who: "A. Jansen", what: .added),
        ]
    }

    /// The case manager's pages in every state worth looking at, by name.
    static func dossiers(_ pages: Pages) throws -> [(name: String, html: String)] {
        let warned = DossierPage.Request(
            request: "Z-2026-118", reason: "Gestopt wegens ziekte",
            warnings: [EntryWarning(field: "reden", topic: .medical)])
        let wrong = DossierPage.Request(faults: [
            EntryFault(field: "verzoek", message: "Dit is leeg. Vul het in."),
            EntryFault(field: "reden", message: "Dit is leeg. Vul het in."),
        ])
        let start = PeoplePage(frame: frame(role: .caseManager), municipalityName: "Rotterdam")
        return [
            ("mensen", pages.people(start)),
            ("mensen-gevonden", pages.people(try people(count: 7, cursor: "bWVlcg"))),
            ("mensen-niemand", pages.people(try people(count: 0))),
            ("mensen-fout", pages.people(try people(count: 0, name: "", fault: "Vul een naam of klantnummer in."))),
            ("dossier-verborgen", pages.dossier(try dossierPage(.hidden))),
            ("dossier-zichtbaar", pages.dossier(try dossierPage(.visible, notice: .shown))),
            ("dossier-opgeslagen", pages.dossier(try dossierPage(.hidden, notice: .saved([.phone, .street])))),
            ("dossier-fout", pages.dossier(try dossierPage(.visible, request: wrong))),
            ("dossier-let-op", pages.dossier(try dossierPage(.visible, request: warned))),
            ("dossier-wijzigen", pages.edit(try edit())),
            ("dossier-wijzigen-fout", pages.edit(try edit(change: [.email: "fatma"], faults: everyFault()))),
            ("dossier-conflict", pages.edit(try edit(conflict: try conflict()))),
            ("geschiedenis", pages.history(history(events(), next: 3))),
            ("geschiedenis-leeg", pages.history(history([]))),
        ]
    }
}
