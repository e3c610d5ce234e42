import Domain

/// What `dossier.mustache` reads.
struct DossierView {
    let layout: LayoutView
    let name: String
    let state: State
    let notice: String?
    let latest: String?
    let contact: [ProfileView.Fact]
    let skills: [String]
    let hasSkills: Bool
    let can: [ProfileView.Fact]
    let jobs: [ProfileView.Job]
    let hasJobs: Bool
    let wants: [ProfileView.Fact]
    let motivation: [String]
    let hasMotivation: Bool
    let support: [ProfileView.Fact]
    let own: [ProfileView.Fact]
    /// Nil for who looks by exceptional access.
    let act: Act?
    let place: [FormField]
    let search: String
    let csrf: String

    /// Who sees the person now.
    struct State {
        let word: String
        let sign: String
        let tone: String
        let sentence: String
        let isVisible: Bool
    }

    /// Showing or hiding.
    struct Act {
        let heading: String
        let explanation: String
        let button: String
        /// The new state, as the form sends it.
        let value: String
        let request: String
        let reason: String
        let requestFault: String?
        let reasonFault: String?
        let faults: [EditView.Fault]
        let hasFaults: Bool
        let warning: String?
        let confirmation: String
    }

    init(_ page: DossierPage, _ links: LayoutView.Links) {
        let work = page.work
        let isVisible = page.dossier.visibility == .visible
        layout = LayoutView(
            page.frame, title: "Dossier", links, in: page.frame.isReadOnly ? .emergency : .people)
        name = "\(page.dossier.contact.givenName) \(page.dossier.contact.familyName)"
        state = Self.state(page.dossier.visibility)
        notice = page.notice.map(Self.text)
        latest = page.latest.map { "Laatst gewijzigd op \(Moment.text($0.at)) door \($0.who)." }
        contact = ProfileView.Fact.list([
            ("Naam", ["\(page.dossier.contact.givenName) \(page.dossier.contact.familyName)"]),
            ("Telefoon", [page.dossier.contact.phone].filter { !$0.isEmpty }),
            ("E-mail", [page.dossier.contact.email].filter { !$0.isEmpty }),
            ("Woont in", ["\(page.municipalityName) (\(page.dossier.internalFields.postcode.area))"]),
        ])
        skills = work.skills
        hasSkills = !skills.isEmpty
        can = ProfileView.Fact.can(work)
        jobs = ProfileView.Job.list(work)
        hasJobs = !jobs.isEmpty
        wants = ProfileView.Fact.wants(work, today: page.today)
        motivation = work.motivation.split(separator: "\n").map(String.init)
        hasMotivation = !motivation.isEmpty
        support = ProfileView.Fact.list([
            (
                "Doelgroepen",
                work.targetGroups.isEmpty ? ["geen"] : work.targetGroups.map { "\($0.title): \($0.support)" }
            ), ("Belastbaarheid", work.capacity.map(WorkWording.capacity)),
        ])
        own = Self.own(page.dossier.internalFields)
        act = page.frame.isReadOnly ? nil : Self.act(page.request, isVisible: isVisible)
        place = [
            FormField(PeoplePage.Field.handle, page.place.handle), FormField(PeoplePage.Field.name, page.place.search),
        ]
        search = page.place.search
        csrf = page.frame.visitor?.csrfToken ?? ""
    }

    private static func state(_ visibility: Dossier.Visibility) -> State {
        let wording = visibility.wording
        let isVisible = visibility == .visible
        return State(
            word: wording.word, sign: wording.sign, tone: wording.tone,
            sentence: isVisible
                ? "Alle aangesloten regio's kunnen deze persoon vinden."
                : "Alleen uw eigen regio ziet deze persoon. Andere regio's weten niet dat dit dossier er is.",
            isVisible: isVisible)
    }

    private static func text(_ notice: DossierNotice) -> String {
        switch notice {
        case .saved(let fields): "Opgeslagen: \(Figures.list(fields.map { $0.title.lowercased() }))."
        case .unchanged: "Er was niets gewijzigd. Er is niets opgeslagen."
        case .shown: "Deze persoon is nu zichtbaar. Alle aangesloten regio's kunnen het profiel vinden."
        case .hidden: "Deze persoon is nu verborgen. Het profiel is overal weg, ook bij wie het open had."
        }
    }

    /// Every field of P-DAT-3, known or not.
    private static func own(_ own: InternalFields) -> [ProfileView.Fact] {
        let facts: [(DossierField, String)] = [
            (.clientNumber, own.clientNumber), (.caseNumber, own.caseNumber),
            (.birthDay, WorkWording.day(own.birthDay)), (.gender, own.gender?.title ?? ""), (.street, own.street),
            (.postcode, "\(own.postcode.area) \(own.postcode.letters)"), (.caseManager, own.caseManager),
            (.support, own.support?.title ?? ""), (.toZo, own.isToZo ? "ja" : "nee"),
            (.serviceEnded, own.serviceEnded.map(WorkWording.day) ?? ""),
        ]
        return facts.map { ProfileView.Fact(term: $0.0.title, text: $0.1.isEmpty ? "niet bekend" : $0.1) }
    }

    private static func act(_ request: DossierPage.Request, isVisible: Bool) -> Act {
        func fault(_ field: String) -> String? { request.faults.first { $0.field == field }?.message }
        let titles = [VisibilityEntry.Field.request: "Kenmerk van het verzoek", VisibilityEntry.Field.reason: "Reden"]
        let topics = Figures.list(request.warnings.map(\.topic.title))
        return Act(
            heading: isVisible ? "Verbergen" : "Zichtbaar maken",
            explanation: isVisible
                ? "Alleen als de werkzoekende dat vraagt. Het profiel is dan meteen overal weg."
                : "Alleen als de werkzoekende dat vraagt. Andere regio's zien het profiel dan meteen.",
            button: isVisible ? "Verbergen" : "Zichtbaar maken",
            value: isVisible ? Dossier.Visibility.hidden.rawValue : Dossier.Visibility.visible.rawValue,
            request: request.request, reason: request.reason, requestFault: fault(VisibilityEntry.Field.request),
            reasonFault: fault(VisibilityEntry.Field.reason),
            faults: request.faults.map {
                EditView.Fault(field: $0.field, label: titles[$0.field] ?? $0.field, message: $0.message)
            },
            hasFaults: !request.faults.isEmpty,
            warning: request.warnings.isEmpty
                ? nil
                : "In de reden lijkt iets te staan over \(topics). Zulke gegevens horen niet in HalloWerk. "
                    + "Haal het weg, of sla het toch op als het er wel hoort.",
            confirmation: request.warnings.map(\.confirmation).joined(separator: " "))
    }
}
