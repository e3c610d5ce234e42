package import Domain

/// The form by itself, when something in it was wrong or it did not arrive.
package struct MessagePage: Sendable {
    package let frame: Frame
    package let form: ContactForm
    /// Why it was not sent, besides the faults of its fields.
    package let reason: String?

    package init(frame: Frame, form: ContactForm, reason: String? = nil) {
        self.frame = frame
        self.form = form
        self.reason = reason
    }
}

/// A message has been sent: what happens next.
package struct MessageSentPage: Sendable {
    package let frame: Frame
    package let label: String
    package let addressee: MessageAddressee
    /// The municipality's region.
    package let regionName: String
    /// The search that the profile was opened from.
    package let form: SearchForm
    package let isHidden: Bool

    package init(
        frame: Frame, label: String, addressee: MessageAddressee, regionName: String, form: SearchForm, isHidden: Bool
    ) {
        self.frame = frame
        self.label = label
        self.addressee = addressee
        self.regionName = regionName
        self.form = form
        self.isHidden = isHidden
    }
}

/// What `message.mustache` reads.
struct MessageView {
    let layout: LayoutView
    let label: String
    let reason: String?
    let faults: [Fault]
    let hasFaults: Bool
    let message: ContactView

    /// One line of the sum of faults.
    struct Fault {
        let field: String
        let label: String
        let text: String
    }

    private static let labels = [
        MessageContent.Field.addressee: "Voor wie", MessageContent.Field.text: "Bericht",
        MessageContent.Field.contact: "Waar u te bereiken bent",
    ]

    init(_ page: MessagePage, _ links: LayoutView.Links) {
        layout = LayoutView(page.frame, title: "Bericht sturen", links, in: .messages)
        label = page.form.label
        reason = page.reason
        faults = page.form.faults.map {
            Fault(field: "m-" + $0.field, label: Self.labels[$0.field] ?? $0.field, text: $0.message)
        }
        hasFaults = !faults.isEmpty
        message = ContactView(page.form, csrf: page.frame.visitor?.csrfToken ?? "")
    }
}

/// What `message-sent.mustache` reads.
struct MessageSentView {
    let layout: LayoutView
    let label: String
    let steps: [String]
    let list: String
    let isHidden: Bool
    let state: [FormField]
    let csrf: String

    init(_ page: MessageSentPage, _ links: LayoutView.Links) {
        layout = LayoutView(page.frame, title: "Bericht verstuurd", links, in: .messages)
        label = page.label
        var steps: [String] = []
        if page.addressee.includesCaseManager {
            steps.append("De klantmanager in \(page.regionName) ziet uw bericht en kan u antwoorden.")
        } else {
            steps.append("De werkzoekende krijgt bericht. De klantmanager ziet het ook, en kan u antwoorden.")
        }
        if page.addressee == .both { steps.append("De werkzoekende krijgt ook bericht.") }
        steps.append("Het antwoord staat bij Berichten. Daar ziet u ook of uw bericht gelezen is.")
        steps.append("De werkzoekende kan zien dat u dit bericht stuurde, namens welke gemeente en waarvoor.")
        self.steps = steps
        list = page.isHidden ? "/eigen-regio" : "/zoeken"
        isHidden = page.isHidden
        state = page.form.fields
        csrf = page.frame.visitor?.csrfToken ?? ""
    }
}
