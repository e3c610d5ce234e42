import Domain
import Foundation
import Testing

@testable import WebUI

extension Samples {
    /// Every page of vacancies and lists, by name.
    static func vacancyPages(_ pages: Pages) throws -> [(name: String, html: String)] {
        let empty = VacanciesPage(frame: frame(), status: "gesloten", items: [])
        let faults = [FormFault(field: "kenmerk", message: "Uw gemeente gebruikt dit kenmerk al.")]
        return [
            ("vacatures", pages.vacancies(VacanciesPage(frame: frame(), status: "open", items: [assignment()]))),
            ("vacatures-leeg", pages.vacancies(empty)),
            (
                "vacatures-fout",
                pages.vacancies(
                    VacanciesPage(
                        frame: frame(), status: "open", items: [], draft: assignment().draft, faults: faults))
            ),
            ("vacature", pages.vacancy(try vacancy())), ("vacature-fout", pages.vacancy(try vacancy(faults: faults))),
            (
                "kandidaat-fout",
                pages.vacancy(
                    try vacancy(
                        typed: .init(
                            candidate: String(repeating: "0b", count: 16), status: "gesprek", note: hostile,
                            fault: "Hier staat een nummer dat een BSN kan zijn.")))
            ),
            ("op-lijst-keuze", pages.keep(keep(.choose([assignment()])))),
            ("op-lijst-geen", pages.keep(keep(.choose([])))), ("op-lijst", pages.keep(keep(.kept(assignment())))),
            ("niet-op-lijst", pages.keep(keep(.refused(assignment(), hostile), isHidden: true))),
        ]
    }

    static func assignment() -> AssignmentItem {
        AssignmentItem(
            id: String(repeating: "0a", count: 16),
            draft: .init(
                activity: Activity.fillVacancy.rawValue, reference: "1183", title: hostile, employer: "Magazijn BV",
                note: "Maandag\n\(hostile)"), status: "open", owner: hostile, candidates: 3, proposed: 1,
            changed: Date(timeIntervalSince1970: 1_795_000_000))
    }

    static func vacancy(faults: [FormFault] = [], typed: VacancyPage.Typed? = nil) throws -> VacancyPage {
        let card = try #require(try results().hits.first)
        let at = Date(timeIntervalSince1970: 1_795_000_000)
        func candidate(
            _ number: Int, _ seen: VacancyPage.Candidate.Seen, isHome: Bool = false
        ) -> VacancyPage.Candidate {
            VacancyPage.Candidate(
                id: String(repeating: "\(number)b", count: 16), seen: seen, isHome: isHome, status: "voorgesteld",
                note: hostile, owner: "J. de Wit", steps: [("bewaard", "J. de Wit", at), ("voorgesteld", hostile, at)])
        }
        return VacancyPage(
            frame: frame(), item: assignment(), search: fullForm,
            candidates: [
                candidate(0, .person(card)), candidate(1, .person(card), isHome: true), candidate(2, .gone),
                candidate(3, .unreachable(region: "Flevoland")),
            ], choices: try choices(), faults: faults, typed: typed,
            warnings: ["U hebt vandaag 82 van de 100 profielen geopend."],
            today: try CalendarDay("2026-11-23"))
    }

    private static func keep(_ outcome: KeepPage.Outcome, isHidden: Bool = false) -> KeepPage {
        KeepPage(frame: frame(), outcome: outcome, form: fullForm, handle: "zeeland.abc", isHidden: isHidden)
    }
}
