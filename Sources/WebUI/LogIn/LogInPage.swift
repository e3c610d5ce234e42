package import Domain

/// The page on which somebody logs in.
package struct LogInPage: Hashable, Sendable {
    /// What was wrong with the attempt before.
    package enum Fault: Hashable, Sendable {
        case refused(EntranceRefusal)
        /// What went wrong at an identity provider, in a sentence.
        case provider(String)
        /// The session ended; nothing was wrong.
        case sessionEnded
    }

    /// Where somebody can log in otherwise.
    package struct Provider: Hashable, Sendable {
        /// What stands on the button.
        package let title: String
        package let path: String

        package init(title: String, path: String) {
            self.title = title
            self.path = path
        }
    }

    package let face: Frame.Face
    /// As typed before; never the password.
    package let user: String
    package let fault: Fault?
    package let providers: [Provider]

    package init(face: Frame.Face, user: String = "", fault: Fault? = nil, providers: [Provider] = []) {
        self.face = face
        self.user = user
        self.fault = fault
        self.providers = providers
    }
}

/// What `login.mustache` reads.
struct LogInView {
    let layout: LayoutView
    let heading: String
    let user: String
    let fault: String?
    let notice: String?
    let providers: [LogInPage.Provider]
    let hasProviders: Bool

    init(_ page: LogInPage, _ links: LayoutView.Links) {
        layout = LayoutView(Frame(face: page.face, visitor: nil), title: "Inloggen", links)
        heading =
            switch page.face {
            case .portal(let region): "Inloggen bij \(region)"
            case .monitor: "Inloggen bij de knooppunten"
            }
        user = page.user
        providers = page.providers
        hasProviders = !page.providers.isEmpty
        switch page.fault {
        case .refused(let refusal):
            fault = EntranceWording.sentence(refusal)
            notice = nil
        case .provider(let sentence):
            fault = sentence
            notice = nil
        case .sessionEnded:
            fault = nil
            notice = "U bent niet (meer) ingelogd. Log opnieuw in."
        case nil:
            fault = nil
            notice = nil
        }
    }
}

/// Somebody came back from an identity provider and is inside: one click, or none, to the first page.
///
/// A browser does not send a strict cookie with a visit that another site began, so the first page cannot be given at
/// once.
package struct EnteredPage: Hashable, Sendable {
    package let face: Frame.Face

    package init(face: Frame.Face) { self.face = face }
}

/// What `entered.mustache` reads.
struct EnteredView {
    let layout: LayoutView

    init(_ page: EnteredPage, _ links: LayoutView.Links) {
        layout = LayoutView(Frame(face: page.face, visitor: nil), title: "Ingelogd", links)
    }
}
