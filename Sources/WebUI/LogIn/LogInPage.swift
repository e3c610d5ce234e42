/// The page on which somebody logs in.
package struct LogInPage: Hashable, Sendable {
    /// What was wrong with the attempt before.
    package enum Fault: Hashable, Sendable {
        case wrongUserOrPassword
        case tooManyAttempts(minutes: Int)
        /// The session ended; nothing was wrong.
        case sessionEnded
    }

    package let face: Frame.Face
    /// As typed before; never the password.
    package let user: String
    package let fault: Fault?

    package init(face: Frame.Face, user: String = "", fault: Fault? = nil) {
        self.face = face
        self.user = user
        self.fault = fault
    }
}

/// What `login.mustache` reads.
struct LogInView {
    let layout: LayoutView
    let heading: String
    let user: String
    let fault: String?
    let notice: String?

    init(_ page: LogInPage, _ links: LayoutView.Links) {
        layout = LayoutView(Frame(face: page.face, visitor: nil), title: "Inloggen", links)
        heading =
            switch page.face {
            case .portal(let region): "Inloggen bij \(region)"
            case .monitor: "Inloggen bij de knooppunten"
            }
        user = page.user
        switch page.fault {
        case .wrongUserOrPassword:
            fault = "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar. Kijk ze na en probeer het opnieuw."
            notice = nil
        case .tooManyAttempts(let minutes):
            let wait = minutes == 1 ? "1 minuut" : "\(minutes) minuten"
            fault = "U hebt te vaak een verkeerd wachtwoord gebruikt. Probeer het over \(wait) opnieuw."
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
