import Domain

/// The own organisation's vacancies and other tasks, and the form for a new one.
package struct VacanciesPage: Sendable {
    package let frame: Frame
    /// Which are shown: `open`, `vervuld`, `gesloten`.
    package let status: String
    package let items: [AssignmentItem]
    package let draft: AssignmentItem.Draft
    package let faults: [FormFault]
    /// Somebody who is to be put on the new list: the fields that say who, and of which search.
    package let candidate: [FormField]

    package init(
        frame: Frame, status: String, items: [AssignmentItem], draft: AssignmentItem.Draft = .init(),
        faults: [FormFault] = [], candidate: [FormField] = []
    ) {
        self.frame = frame
        self.status = status
        self.items = items
        self.draft = draft
        self.faults = faults
        self.candidate = candidate
    }
}

/// What `vacancies.mustache` reads.
struct VacanciesView {
    let layout: LayoutView
    let csrf: String
    let tabs: [Tab]
    let heading: String
    let rows: [Row]
    let hasRows: Bool
    let isOpen: Bool
    let form: AssignmentFormView

    /// A choice of which assignments are shown.
    struct Tab {
        let path: String
        let label: String
        let isHere: Bool
    }

    /// One assignment in the table.
    struct Row {
        let path: String
        let reference: String
        let title: String
        let employer: String
        let kind: String
        let candidates: String
        let owner: String
        let changed: String

        init(_ item: AssignmentItem) {
            path = "/vacatures/\(item.id)"
            reference = item.draft.reference
            title = item.draft.title
            employer = item.draft.employer.isEmpty ? "-" : item.draft.employer
            kind = Activity(rawValue: item.draft.activity)?.listTitle ?? ""
            candidates = item.candidateText
            owner = item.owner
            changed = WorkWording.day(CalendarDay(of: item.changed))
        }
    }

    init(_ page: VacanciesPage, _ links: LayoutView.Links) {
        let title = page.frame.visitor?.role == .caseManager ? "Lijsten" : "Vacatures"
        let part = page.frame.visitor.map { MenuEntry.assignments(for: $0.role) }
        layout = LayoutView(page.frame, title: title, links, in: part)
        csrf = page.frame.visitor?.csrfToken ?? ""
        tabs = AssignmentItem.statuses.map { status, label in
            Tab(
                path: status == "open" ? "/vacatures" : "/vacatures?status=\(status)", label: label,
                isHere: status == page.status)
        }
        heading = title
        rows = page.items.map(Row.init)
        hasRows = !rows.isEmpty
        isOpen = page.status == "open"
        form = AssignmentFormView(page.draft, page.faults, role: page.frame.visitor?.role ?? .accountManager)
    }
}

/// The fields of an assignment as templates read them.
struct AssignmentFormView {
    let kinds: [Option]
    let hasKinds: Bool
    let kind: String
    let reference: String
    let title: String
    let employer: String
    let note: String
    let faults: [FormFault]
    let hasFaults: Bool
    let titleFault: String?
    let employerFault: String?
    let referenceFault: String?
    let noteFault: String?

    init(_ draft: AssignmentItem.Draft, _ faults: [FormFault], role: Role) {
        let lists = Activity.lists(for: role)
        kinds = Option.list(lists, chosen: draft.activity.isEmpty ? lists.first?.0 ?? "" : draft.activity)
        hasKinds = kinds.count > 1
        kind = lists.first?.0 ?? ""
        reference = draft.reference
        title = draft.title
        employer = draft.employer
        note = draft.note
        self.faults = faults
        hasFaults = !faults.isEmpty
        func fault(_ field: String) -> String? { faults.first { $0.field == field }?.message }
        titleFault = fault(AssignmentItem.Field.title)
        employerFault = fault(AssignmentItem.Field.employer)
        referenceFault = fault(AssignmentItem.Field.reference)
        noteFault = fault(AssignmentItem.Field.note)
    }
}
