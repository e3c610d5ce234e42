package import Domain
package import Foundation

/// One assignment with its candidates.
package struct VacancyPage: Sendable {
    /// Somebody on the list.
    package struct Candidate: Sendable {
        /// What can be shown now.
        package enum Seen: Sendable {
            case person(HitCard)
            /// Expired, hidden and removed read alike.
            case gone
            /// The region does not answer now.
            case unreachable(region: String)
        }

        package let id: String
        package let seen: Seen
        /// Hidden, of the own region.
        package let isHome: Bool
        /// One of `statuses`.
        package let status: String
        package let note: String
        package let owner: String
        /// What was done, oldest first: the status, by whom, when.
        package let steps: [(status: String, by: String, at: Date)]

        package init(
            id: String, seen: Seen, isHome: Bool, status: String, note: String, owner: String,
            steps: [(status: String, by: String, at: Date)]
        ) {
            self.id = id
            self.seen = seen
            self.isHome = isHome
            self.status = status
            self.note = note
            self.owner = owner
            self.steps = steps
        }

        /// How far it can be with somebody, each with its words.
        static let statuses = [
            ("bewaard", "Bewaard"), ("voorgesteld", "Voorgesteld aan de werkgever"), ("gesprek", "Gesprek"),
            ("aangenomen", "Aangenomen"), ("teruggetrokken", "Teruggetrokken"),
        ]
    }

    /// What was typed about a candidate and not kept.
    package struct Typed: Hashable, Sendable {
        package let candidate: String
        package let status: String
        package let note: String
        /// Why, in a sentence.
        package let fault: String

        package init(candidate: String, status: String, note: String, fault: String) {
            self.candidate = candidate
            self.status = status
            self.note = note
            self.fault = fault
        }
    }

    package let frame: Frame
    package let item: AssignmentItem
    /// The search that finds candidates, its purpose included.
    package let search: SearchForm
    package let candidates: [Candidate]
    package let choices: SearchChoices
    package let faults: [FormFault]
    package let typed: Typed?
    /// Budgets that are nearly used up.
    package let warnings: [String]
    package let today: CalendarDay

    package init(
        frame: Frame, item: AssignmentItem, search: SearchForm, candidates: [Candidate], choices: SearchChoices,
        faults: [FormFault] = [], typed: Typed? = nil, warnings: [String] = [], today: CalendarDay
    ) {
        self.frame = frame
        self.item = item
        self.search = search
        self.candidates = candidates
        self.choices = choices
        self.faults = faults
        self.typed = typed
        self.warnings = warnings
        self.today = today
    }
}

/// What `vacancy.mustache` reads.
struct VacancyView {
    let layout: LayoutView
    let csrf: String
    let path: String
    let kind: String
    let title: String
    let employer: String?
    let reference: String
    let owner: String
    let note: [String]
    let hasNote: Bool
    let status: [Option]
    let statusWord: String
    let form: AssignmentFormView
    let isChanging: Bool
    let searchFields: [FormField]
    let searchWords: String?
    let candidates: [CandidateView]
    let hasCandidates: Bool
    let candidateText: String
    /// What is wrong with a note, and whose.
    let wrong: [CandidateView]
    let warnings: [String]

    /// One candidate.
    struct CandidateView {
        let id: String
        let number: Int
        let hit: HitView?
        let heading: String
        let isGone: Bool
        let isHome: Bool
        let unreachable: String?
        let status: [Option]
        let statusWord: String
        let note: String
        let fault: String?
        let by: String
        let steps: [String]

        init(
            _ candidate: VacancyPage.Candidate, number: Int, _ labels: FilterLabels, typed: VacancyPage.Typed?,
            today: CalendarDay
        ) {
            let typed = typed.flatMap { $0.candidate == candidate.id ? $0 : nil }
            id = candidate.id
            self.number = number
            var hit: HitView?
            var (isGone, unreachable): (Bool, String?) = (false, nil)
            switch candidate.seen {
            case .person(let card): hit = HitView(card, labels, today: today)
            case .gone: isGone = true
            case .unreachable(let region): unreachable = region
            }
            self.hit = hit
            self.isGone = isGone
            self.unreachable = unreachable
            heading = hit?.heading ?? "Kandidaat \(number)"
            isHome = candidate.isHome
            status = Option.list(VacancyPage.Candidate.statuses, chosen: typed?.status ?? candidate.status)
            statusWord = Self.word(candidate.status)
            note = typed?.note ?? candidate.note
            fault = typed?.fault
            by = candidate.owner
            steps = candidate.steps.map { step in
                "\(WorkWording.day(CalendarDay(of: step.at))): \(Self.word(step.status).lowercased()), \(step.by)"
            }
        }

        private static func word(_ status: String) -> String {
            VacancyPage.Candidate.statuses.first { $0.0 == status }?.1 ?? status
        }
    }

    init(_ page: VacancyPage, _ links: LayoutView.Links) {
        let (item, draft) = (page.item, page.item.draft)
        let role = page.frame.visitor?.role ?? .accountManager
        layout = LayoutView(page.frame, title: draft.title, links, in: .assignments(for: role))
        csrf = page.frame.visitor?.csrfToken ?? ""
        path = "/vacatures/\(item.id)"
        kind = Activity(rawValue: draft.activity)?.listTitle ?? ""
        title = draft.title
        employer = draft.employer.isEmpty ? nil : draft.employer
        reference = draft.reference
        owner = item.owner
        note = draft.note.split(separator: "\n").map(String.init)
        hasNote = !note.isEmpty
        status = Option.list(AssignmentItem.statuses, chosen: item.status)
        statusWord = AssignmentItem.statuses.first { $0.0 == item.status }?.1 ?? item.status
        form = AssignmentFormView(draft, page.faults, role: role)
        isChanging = !page.faults.isEmpty
        let labels = FilterLabels(page.search, page.choices)
        searchFields = page.search.fields
        let words = ([page.search.text] + page.search.filters.map(labels.chip)).filter { !$0.isEmpty }
        searchWords = words.isEmpty ? nil : words.joined(separator: ", ")
        candidates = page.candidates.enumerated().map { place, candidate in
            CandidateView(candidate, number: place + 1, labels, typed: page.typed, today: page.today)
        }
        hasCandidates = !candidates.isEmpty
        candidateText = item.candidateText
        wrong = candidates.filter { $0.fault != nil }
        warnings = page.warnings
    }
}
