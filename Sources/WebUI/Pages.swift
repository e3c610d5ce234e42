import Foundation
import Mustache

/// Every page of the portal and the monitor as HTML: templates read, checked and compiled once.
///
/// What goes into a page is escaped; a template with an unescaped variable does not load.
package struct Pages: Sendable {
    /// What the pages refer to; a face serves these under their paths.
    package let assets: [Asset]
    let folder: TemplateFolder
    private let logIn: MustacheTemplate
    private let search: MustacheTemplate
    let arriving: MustacheTemplate
    let region: MustacheTemplate
    private let link: MustacheTemplate
    private let profile: MustacheTemplate
    private let people: MustacheTemplate
    private let dossier: MustacheTemplate
    private let edit: MustacheTemplate
    private let history: MustacheTemplate
    private let problem: MustacheTemplate
    private let monitor: MustacheTemplate
    private let node: MustacheTemplate
    private let incidents: MustacheTemplate
    private let incident: MustacheTemplate
    private let versions: MustacheTemplate
    private let certificates: MustacheTemplate
    private let availability: MustacheTemplate
    private let alerts: MustacheTemplate
    private let deliveries: MustacheTemplate
    private let delivery: MustacheTemplate
    private let export: MustacheTemplate
    private let vacancies: MustacheTemplate
    private let vacancy: MustacheTemplate
    private let keep: MustacheTemplate
    private let entrance: MustacheTemplate
    private let recovery: MustacheTemplate
    private let entered: MustacheTemplate
    private let account: MustacheTemplate
    private let staff: MustacheTemplate
    private let emergency: MustacheTemplate
    private let message: MustacheTemplate
    private let messageSent: MustacheTemplate
    private let messages: MustacheTemplate
    private let links: LayoutView.Links

    /// - Throws: `TemplateInvalid` with file, line and reason; a file that cannot be read.
    package init() throws {
        let resources = Bundle.module.bundleURL
        folder = try TemplateFolder(resources.appendingPathComponent("Templates"))
        logIn = try folder.require("login")
        search = try folder.require("search")
        arriving = try folder.require("arriving")
        region = try folder.require("region")
        link = try folder.require("link")
        profile = try folder.require("profile")
        people = try folder.require("people")
        dossier = try folder.require("dossier")
        edit = try folder.require("dossier-edit")
        history = try folder.require("history")
        problem = try folder.require("problem")
        monitor = try folder.require("monitor")
        node = try folder.require("node")
        incidents = try folder.require("incidents")
        incident = try folder.require("incident")
        versions = try folder.require("versions")
        certificates = try folder.require("certificates")
        availability = try folder.require("availability")
        alerts = try folder.require("alerts")
        deliveries = try folder.require("deliveries")
        delivery = try folder.require("delivery")
        export = try folder.require("export")
        vacancies = try folder.require("vacancies")
        vacancy = try folder.require("vacancy")
        keep = try folder.require("keep")
        entrance = try folder.require("entrance")
        recovery = try folder.require("recovery")
        entered = try folder.require("entered")
        account = try folder.require("account")
        staff = try folder.require("staff")
        emergency = try folder.require("emergency")
        message = try folder.require("message")
        messageSent = try folder.require("message-sent")
        messages = try folder.require("messages")
        let files = resources.appendingPathComponent("Assets")
        let style = try Asset(files.appendingPathComponent("style.css"), mediaType: "text/css; charset=utf-8")
        let script = try Asset(files.appendingPathComponent("improve.js"), mediaType: "text/javascript; charset=utf-8")
        let icon = try Asset(files.appendingPathComponent("icon.svg"), mediaType: "image/svg+xml")
        assets = [style, script, icon]
        links = LayoutView.Links(style: style.path, script: script.path, icon: icon.path)
    }

    /// The log-in of a region's portal or of the monitor.
    package func logIn(_ page: LogInPage) -> String { folder.render(LogInView(page, links), with: logIn) }

    /// What is asked after the password.
    package func entrance(_ page: EntrancePage) -> String { folder.render(EntranceView(page, links), with: entrance) }

    /// The codes for who loses the second factor.
    package func recoveryCodes(_ page: RecoveryCodesPage) -> String {
        folder.render(RecoveryCodesView(page, links), with: recovery)
    }

    /// Back from an identity provider, and inside.
    package func entered(_ page: EnteredPage) -> String { folder.render(EnteredView(page, links), with: entered) }

    /// One's own account.
    package func account(_ page: AccountPage) -> String { folder.render(AccountView(page, links), with: account) }

    /// The roles of a municipality's own people.
    package func staff(_ page: StaffPage) -> String { folder.render(StaffView(page, links), with: staff) }

    /// Exceptional access to dossiers.
    package func emergency(_ page: EmergencyPage) -> String {
        folder.render(EmergencyView(page, links), with: emergency)
    }

    /// The search form, and what was found.
    package func search(_ page: SearchPage) -> String { folder.render(SearchView(page, links), with: search) }

    /// A search as a link.
    package func link(_ page: LinkPage) -> String { folder.render(LinkView(page, links), with: link) }

    /// One opened profile.
    package func profile(_ page: ProfilePage) -> String { folder.render(ProfileView(page, links), with: profile) }

    /// Finding people of the own municipality.
    package func people(_ page: PeoplePage) -> String { folder.render(PeopleView(page, links), with: people) }

    /// One dossier of the own municipality.
    package func dossier(_ page: DossierPage) -> String { folder.render(DossierView(page, links), with: dossier) }

    /// The form that changes what the municipality keeps.
    package func edit(_ page: EditPage) -> String { folder.render(EditView(page, links), with: edit) }

    /// What happened to a dossier.
    package func history(_ page: HistoryPage) -> String { folder.render(HistoryView(page, links), with: history) }

    /// Why something cannot be shown, and what to do.
    package func problem(_ page: ProblemPage) -> String { folder.render(ProblemView(page, links), with: problem) }

    /// The regions and how they are, worst first.
    package func monitor(_ page: MonitorPage) -> String { folder.render(MonitorView(page, links), with: monitor) }

    /// One region in depth.
    package func node(_ page: NodePage) -> String { folder.render(NodeView(page, links), with: node) }

    /// What is wrong, and what was.
    package func incidents(_ page: IncidentsPage) -> String {
        folder.render(IncidentsView(page, links), with: incidents)
    }

    /// One incident.
    package func incident(_ page: IncidentPage) -> String { folder.render(IncidentView(page, links), with: incident) }

    /// What each region runs.
    package func versions(_ page: VersionsPage) -> String { folder.render(VersionsView(page, links), with: versions) }

    /// When certificates end.
    package func certificates(_ page: CertificatesPage) -> String {
        folder.render(CertificatesView(page, links), with: certificates)
    }

    /// How available each region was.
    package func availability(_ page: AvailabilityPage) -> String {
        folder.render(AvailabilityView(page, links), with: availability)
    }

    /// Who is told of incidents.
    package func alerts(_ page: AlertsPage) -> String { folder.render(AlertsView(page, links), with: alerts) }

    /// What municipalities delivered, and the form with which one delivers.
    package func deliveries(_ page: DeliveriesPage) -> String {
        folder.render(DeliveriesView(page, links), with: deliveries)
    }

    /// One file that was delivered: what was found, decided and done.
    package func delivery(_ page: DeliveryPage) -> String { folder.render(DeliveryView(page, links), with: delivery) }

    /// The own organisation's vacancies and other lists.
    package func vacancies(_ page: VacanciesPage) -> String {
        folder.render(VacanciesView(page, links), with: vacancies)
    }

    /// One of them with its candidates.
    package func vacancy(_ page: VacancyPage) -> String { folder.render(VacancyView(page, links), with: vacancy) }

    /// Putting somebody on a list.
    package func keep(_ page: KeepPage) -> String { folder.render(KeepView(page, links), with: keep) }

    /// The form for a message, when something in it was wrong.
    package func message(_ page: MessagePage) -> String { folder.render(MessageView(page, links), with: message) }

    /// A message has been sent.
    package func messageSent(_ page: MessageSentPage) -> String {
        folder.render(MessageSentView(page, links), with: messageSent)
    }

    /// What was sent, and what came in.
    package func messages(_ page: MessagesPage) -> String { folder.render(MessagesView(page, links), with: messages) }

    /// Where a municipality asks for its own people.
    package func export(_ page: ExportPage) -> String { folder.render(ExportView(page, links), with: export) }
}
