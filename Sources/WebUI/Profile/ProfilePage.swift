package import Domain

/// One opened profile: everything that its region shares of the person.
package struct ProfilePage: Sendable {
    package let frame: Frame
    /// The search that it was opened from, to go back to.
    package let form: SearchForm
    package let purpose: Purpose
    package let regionName: String
    package let municipalityName: String
    package let contact: Contact
    /// What the person can and wants, as shared.
    package let work: WorkProfile
    /// The person is of the own region and hidden from others.
    package let isHidden: Bool
    package let today: CalendarDay
    /// A sentence for each budget of the reader that is nearly used up.
    package let warnings: [String]
    /// With which the reader can write about the person; nil for who may not.
    package let message: ContactForm?

    package init(
        frame: Frame, form: SearchForm, purpose: Purpose, regionName: String, municipalityName: String,
        contact: Contact, work: WorkProfile, isHidden: Bool = false, today: CalendarDay,
        warnings: [String] = [], message: ContactForm? = nil
    ) {
        self.frame = frame
        self.form = form
        self.purpose = purpose
        self.regionName = regionName
        self.municipalityName = municipalityName
        self.contact = contact
        self.work = work
        self.isHidden = isHidden
        self.today = today
        self.warnings = warnings
        self.message = message
    }
}

/// What `profile.mustache` reads.
struct ProfileView {
    let layout: LayoutView
    let name: String
    let occupations: String
    let place: String
    let email: String
    let phone: String
    let phoneLink: String
    let skills: [String]
    let hasSkills: Bool
    let jobs: [Job]
    let hasJobs: Bool
    let can: [Fact]
    let wants: [Fact]
    let possible: [Fact]
    let hasPossible: Bool
    let motivation: [String]
    let hasMotivation: Bool
    let groups: [HitView.Group]
    let hasGroups: Bool
    let purpose: String
    let isHidden: Bool
    let warnings: [String]
    /// By which the person is put on a list.
    let handle: String?
    /// Where the list is that it was opened from.
    let list: String
    let state: [FormField]
    let csrf: String
    let message: ContactView?

    /// A term and what is said of it.
    struct Fact {
        let term: String
        let text: String

        /// Those of which something is said.
        static func list(_ facts: [(String, [String])]) -> [Fact] {
            facts.filter { !$0.1.isEmpty }.map { Fact(term: $0.0, text: $0.1.joined(separator: ", ")) }
        }

        static func can(_ work: WorkProfile) -> [Fact] {
            list([
                ("Opleiding", [WorkWording.education(work.education)]),
                ("Gevolgd", work.schooling.map(WorkWording.schooling)),
                ("Cursussen", work.courses.map(WorkWording.course)), ("Talenten", work.talents),
                ("Talen", [WorkWording.languages(work.languages, withLevel: true)].compactMap(\.self)),
                ("Vervoer", [WorkWording.licences(work.licences)].compactMap(\.self)),
                ("Documenten", work.documents.map(WorkWording.document)),
            ])
        }

        static func wants(_ work: WorkProfile, today: CalendarDay) -> [Fact] {
            list([
                ("Werk", work.occupations), ("Uren per week", [WorkWording.hours(work.hours)]),
                ("Beschikbaar", [WorkWording.availability(work.availableFrom, today: today)]),
                ("Contract", work.contracts.map(WorkWording.contract)),
                ("Sector", work.sectors.map(WorkWording.sector)),
                ("Reisafstand", work.travelKm.map { ["tot \($0) km"] } ?? []), ("Interesses", work.interests),
                ("Ondernemer", work.isEntrepreneur ? ["werkt als ondernemer, of wil dat"] : []),
            ])
        }
    }

    /// One job that the person had.
    struct Job {
        let title: String
        let employer: String
        let years: String
        let description: String

        static func list(_ work: WorkProfile) -> [Job] {
            work.experience.map { job in
                let years =
                    job.lastYear.map { $0 == job.firstYear ? "\($0)" : "\(job.firstYear)-\($0)" }
                    ?? "sinds \(job.firstYear)"
                return Job(title: job.jobTitle, employer: job.employer, years: years, description: job.description)
            }
        }
    }

    init(_ page: ProfilePage, _ links: LayoutView.Links) {
        let work = page.work
        layout = LayoutView(page.frame, title: page.isHidden ? "Profiel, alleen in onze regio" : "Profiel", links)
        name = "\(page.contact.givenName) \(page.contact.familyName)"
        occupations = work.occupations.joined(separator: ", ")
        place = "\(page.municipalityName), \(page.regionName)"
        email = page.contact.email
        phone = page.contact.phone
        phoneLink = page.contact.phone.filter { $0.isNumber || $0 == "+" }
        skills = work.skills
        hasSkills = !skills.isEmpty
        jobs = Job.list(work)
        hasJobs = !jobs.isEmpty
        can = Fact.can(work)
        wants = Fact.wants(work, today: page.today)
        possible = Fact.list([("Belastbaarheid", work.capacity.map(WorkWording.capacity))])
        hasPossible = !possible.isEmpty
        motivation = work.motivation.split(separator: "\n").map(String.init)
        hasMotivation = !motivation.isEmpty
        groups = work.targetGroups.map { HitView.Group(name: $0.title, support: $0.support) }
        hasGroups = !groups.isEmpty
        let vacancy = page.purpose.vacancy.map { ", vacature \($0)" } ?? ""
        purpose = page.purpose.title + vacancy
        isHidden = page.isHidden
        warnings = page.warnings
        handle = page.message?.handle
        list = page.isHidden ? "/eigen-regio" : "/zoeken"
        state = page.form.fields
        let token = page.frame.visitor?.csrfToken ?? ""
        csrf = token
        message = page.message.map { ContactView($0, csrf: token) }
    }
}
