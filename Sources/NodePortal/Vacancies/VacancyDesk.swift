import Access
import Domain
import Foundation
import Logging
import Trust
import WebUI
import Wire
import Workplace

/// What somebody does with the vacancies and other lists of the own organisation. Everything is of one organisation:
/// one of another is as one that is not there. What is done is in the audit log before it is answered (I-9).
struct VacancyDesk: Sendable {
    let parts: PortalParts
    private let records: ActRecords

    init(_ parts: PortalParts) {
        self.parts = parts
        records = parts.records
    }

    /// The organisation's lists that somebody with this role may work on.
    ///
    /// - Parameter limit: those changed last.
    func assignments(
        for visit: Visit, _ status: Assignment.Status, limit: Int = WorkplaceStore.pageAssignments
    ) async throws -> [Assignment] {
        try await stored {
            try await parts.workplace.assignments(of: visit.account.organisation, status, limit: limit)
        }.filter { $0.content.activity.roles.contains(visit.account.role) }
    }

    /// The names of the organisation's people, by account.
    func colleagues(of visit: Visit) async throws -> [String: String] {
        try await parts.stored("accounts") { try await parts.accounts.names(in: visit.account.organisation) }
    }

    /// The list that `text` names.
    ///
    /// - Throws: `Problem` 404, also for one of another organisation or that the role may not work on.
    func assignment(_ text: String, for visit: Visit) async throws -> Assignment {
        guard let id = WorkplaceID(text),
            let found = try await stored({
                try await parts.workplace.assignment(id, of: visit.account.organisation)
            }), found.content.activity.roles.contains(visit.account.role)
        else { throw Problem.notFound() }
        return found
    }

    /// The open list whose reference a purpose names; nil when there is none.
    func assignment(of purpose: Purpose, for visit: Visit) async throws -> Assignment? {
        guard let vacancy = purpose.vacancy else { return nil }
        let found = try await stored {
            try await parts.workplace.assignment(named: vacancy, of: visit.account.organisation)
        }
        return found.flatMap { $0.status == .open && $0.content.activity == purpose.activity ? $0 : nil }
    }

    /// Keeps a search as the one of the open list that it was made for.
    func remember(_ form: SearchForm, for purpose: Purpose, by visit: Visit) async throws {
        let fields = form.searchFields
        guard let assignment = try await assignment(of: purpose, for: visit), assignment.search != fields else {
            return
        }
        try await stored {
            try await parts.workplace.keep(fields, of: assignment.id, organisation: visit.account.organisation)
        }
    }

    /// Makes a list of what was typed.
    ///
    /// - Returns: Its id; or what is wrong: then nothing was made.
    func make(_ draft: AssignmentItem.Draft, search: SearchForm, by visit: Visit, origin: String) async throws -> Made {
        let faults = AssignmentCheck.faults(in: draft)
        guard let activity = Activity(rawValue: draft.activity), activity.roles.contains(visit.account.role) else {
            throw Problem.badRequest([])
        }
        guard faults.isEmpty else { return .faults(faults) }
        let organisation = visit.account.organisation
        let reference =
            draft.reference.isEmpty
            ? try await stored {
                try await parts.workplace.freeReference(of: organisation, year: parts.today.year)
            } : draft.reference
        let content = Assignment.Content(
            activity: activity, reference: reference, title: draft.title, employer: draft.employer, note: draft.note)
        try await audit("list made", reference, visit, origin)
        do {
            let id = try await stored {
                try await parts.workplace.add(content, search: search.searchFields, by: visit.colleague)
            }
            return .made(id)
        } catch let refusal as WorkplaceRefusal {
            return .faults([refusal.fault])
        }
    }

    /// What came of a form.
    enum Made: Sendable {
        case made(WorkplaceID)
        case faults([FormFault])
    }

    /// Changes what is said of a list, and how it stands.
    ///
    /// - Returns: What is wrong; nothing was changed then.
    func change(
        _ assignment: Assignment, _ draft: AssignmentItem.Draft, status: String, by visit: Visit, origin: String
    ) async throws -> [FormFault] {
        let faults = AssignmentCheck.faults(in: draft)
        guard let status = Assignment.Status(rawValue: status) else { throw Problem.badRequest([]) }
        guard faults.isEmpty else { return faults }
        try await audit("list changed", assignment.content.reference, visit, origin)
        try await stored {
            try await parts.workplace.change(
                assignment.id, title: draft.title, employer: draft.employer, note: draft.note, status: status,
                of: visit.account.organisation)
        }
        return []
    }

    /// Removes a list with its candidates.
    func remove(_ assignment: Assignment, by visit: Visit, origin: String) async throws {
        try await audit("list removed", assignment.content.reference, visit, origin)
        try await stored { try await parts.workplace.remove(assignment.id, of: visit.account.organisation) }
    }

    /// Says how far it is with a candidate.
    ///
    /// - Returns: What is wrong; nothing was changed then.
    func follow(
        _ candidate: String, of assignment: Assignment, status: String, note: String, by visit: Visit, origin: String
    ) async throws -> [FormFault] {
        guard let id = WorkplaceID(candidate), let status = Candidate.Status(rawValue: status) else {
            throw Problem.notFound()
        }
        let faults = AssignmentCheck.faults(inNote: note)
        guard faults.isEmpty else { return faults }
        try await audit("candidate \(status.rawValue)", assignment.content.reference, visit, origin)
        try await stored {
            try await parts.workplace.follow(
                id, of: assignment.id, status: status, note: note, by: visit.colleague)
        }
        return []
    }

    /// Takes a candidate off a list.
    func remove(_ candidate: String, of assignment: Assignment, by visit: Visit, origin: String) async throws {
        guard let id = WorkplaceID(candidate) else { throw Problem.notFound() }
        try await audit("candidate removed", assignment.content.reference, visit, origin)
        try await stored {
            try await parts.workplace.remove(id, of: assignment.id, organisation: visit.account.organisation)
        }
    }

    /// Writes that somebody did something with a list.
    ///
    /// - Throws: `Problem` 503 when it cannot be written.
    func audit(_ action: String, _ reference: String, _ visit: Visit, _ origin: String) async throws {
        try await records.audit(
            action, object: "list \(reference)", result: "ok", actor: visit.account.user, origin: origin)
    }

    /// - Throws: `Problem` 404 for what is not there; 503 when the store fails; `WorkplaceRefusal` for the rest.
    func stored<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await parts.stored("lists", body)
        } catch WorkplaceRefusal.missing {
            throw Problem.notFound()
        }
    }
}

extension SearchForm {
    /// As the store keeps a search.
    var searchFields: [SearchField] { fields.map { SearchField(name: $0.name, value: $0.value) } }

    /// A search that the store kept.
    init(kept fields: [SearchField]) { self.init(fields.map { FormField($0.name, $0.value) }) }
}

extension Visit {
    /// As the store of lists knows somebody.
    var colleague: Colleague { Colleague(user: account.user, organisation: account.organisation) }
}

extension WorkplaceRefusal {
    /// As a sentence beside the form's field.
    var fault: FormFault {
        switch self {
        case .referenceTaken:
            FormFault(
                field: AssignmentItem.Field.reference,
                message: "Uw gemeente gebruikt dit kenmerk al. Kies een ander, of laat het leeg.")
        case .full(_, let limit):
            FormFault(
                field: AssignmentItem.Field.title, message: "Er kunnen hooguit \(limit) zijn. Verwijder er eerst een.")
        case .missing:
            FormFault(field: AssignmentItem.Field.title, message: "Dit is er niet meer. Open de lijst opnieuw.")
        }
    }
}

/// What may be typed about a list.
enum AssignmentCheck {
    static func faults(in draft: AssignmentItem.Draft) -> [FormFault] {
        typealias Field = AssignmentItem.Field
        var faults: [FormFault] = []
        func refuse(_ field: String, _ message: String) { faults.append(FormFault(field: field, message: message)) }
        if draft.title.isEmpty { refuse(Field.title, "Vul in om welke functie het gaat.") }
        for (field, text) in [(Field.title, draft.title), (Field.employer, draft.employer)]
        where text.count > Assignment.titleLimit {
            refuse(field, "Dit mag hooguit \(Assignment.titleLimit) tekens lang zijn.")
        }
        if draft.reference.utf8.count > 64 {
            refuse(Field.reference, "Het kenmerk mag hooguit 64 tekens lang zijn.")
        }
        for (field, text) in [
            (Field.title, draft.title), (Field.employer, draft.employer), (Field.reference, draft.reference),
        ] where BSNDetector.first(in: text) != nil {
            refuse(field, bsn)
        }
        return faults + self.faults(inNote: draft.note)
    }

    static func faults(inNote note: String) -> [FormFault] {
        if note.count > Assignment.noteLimit {
            return [
                FormFault(
                    field: AssignmentItem.Field.note,
                    message: "Een notitie mag hooguit \(Assignment.noteLimit) tekens lang zijn.")
            ]
        }
        return BSNDetector.first(in: note) == nil ? [] : [FormFault(field: AssignmentItem.Field.note, message: bsn)]
    }

    /// P-DAT-6.
    private static let bsn = "Hier staat een nummer dat een BSN kan zijn. Haal het weg: een BSN mag hier niet staan."
}
