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
    package let today: CalendarDay

    package init(
        frame: Frame, form: SearchForm, purpose: Purpose, regionName: String, municipalityName: String,
        contact: Contact, work: WorkProfile, today: CalendarDay
    ) {
        self.frame = frame
        self.form = form
        self.purpose = purpose
        self.regionName = regionName
        self.municipalityName = municipalityName
        self.contact = contact
        self.work = work
        self.today = today
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
    let education: String
    let licences: String?
    let languages: String?
    let motivation: [String]
    let hasMotivation: Bool
    let hours: String
    let available: String
    let groups: [HitView.Group]
    let hasGroups: Bool
    let purpose: String
    let state: [FormField]
    let csrf: String

    /// One job that the person had.
    struct Job {
        let title: String
        let employer: String
        let years: String
        let description: String
    }

    init(_ page: ProfilePage, _ links: LayoutView.Links) {
        let work = page.work
        layout = LayoutView(page.frame, title: "Profiel", links)
        name = "\(page.contact.givenName) \(page.contact.familyName)"
        occupations = work.occupations.joined(separator: ", ")
        place = "\(page.municipalityName), \(page.regionName)"
        email = page.contact.email
        phone = page.contact.phone
        phoneLink = page.contact.phone.filter { $0.isNumber || $0 == "+" }
        skills = work.skills
        hasSkills = !skills.isEmpty
        jobs = work.experience.map { job in
            let years =
                job.lastYear.map { $0 == job.firstYear ? "\($0)" : "\(job.firstYear)-\($0)" }
                ?? "sinds \(job.firstYear)"
            return Job(title: job.jobTitle, employer: job.employer, years: years, description: job.description)
        }
        hasJobs = !jobs.isEmpty
        education = WorkWording.education(work.education)
        licences = WorkWording.licences(work.licences)
        languages = WorkWording.languages(work.languages, withLevel: true)
        motivation = work.motivation.split(separator: "\n").map(String.init)
        hasMotivation = !motivation.isEmpty
        hours = WorkWording.hours(work.hours)
        available = WorkWording.availability(work.availableFrom, today: page.today)
        groups = work.targetGroups.map { HitView.Group(name: $0.title, support: $0.support) }
        hasGroups = !groups.isEmpty
        let vacancy = page.purpose.vacancy.map { ", vacature \($0)" } ?? ""
        purpose = page.purpose.title + vacancy
        state = page.form.fields
        csrf = page.frame.visitor?.csrfToken ?? ""
    }
}
