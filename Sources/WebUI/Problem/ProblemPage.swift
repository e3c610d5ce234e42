/// Why something cannot be shown, in plain Dutch, and what the reader can do.
package struct ProblemPage: Hashable, Sendable {
    package let frame: Frame
    /// HTTP status: 400, 403, 404, 405, 408, 409, 413, 415, 429, 500 or 503; another reads as its class.
    package let status: Int
    /// What is wrong with each field, as sentences.
    package let details: [String]
    /// For the support desk.
    package let requestID: String
    /// Why a budget is used up, for who has seen as much of people as may be; nil for another problem.
    package let budget: String?

    package init(frame: Frame, status: Int, details: [String] = [], requestID: String, budget: String? = nil) {
        self.budget = budget
        self.frame = frame
        self.status = status
        self.details = details
        self.requestID = requestID
    }
}

/// What `problem.mustache` reads.
struct ProblemView {
    let layout: LayoutView
    let status: Int
    let heading: String
    let sentence: String
    let advice: String
    let hasDetails: Bool
    let details: [String]
    let requestID: String

    init(_ page: ProblemPage, _ links: LayoutView.Links) {
        let text = page.budget.map(Self.text(ofBudget:)) ?? Self.text(for: page.status)
        layout = LayoutView(page.frame, title: text.heading, links)
        status = page.status
        heading = text.heading
        sentence = text.sentence
        advice = text.advice
        hasDetails = !page.details.isEmpty
        details = page.details
        requestID = page.requestID
    }

    private static func text(ofBudget sentence: String) -> (heading: String, sentence: String, advice: String) {
        (
            "Uw budget is op", sentence,
            "Zo ziet niemand meer mensen dan voor het werk nodig is. Hebt u er vaker te weinig aan? Vraag het de "
                + "beheerder van uw regio."
        )
    }

    private static func text(for status: Int) -> (heading: String, sentence: String, advice: String) {
        switch status {
        case 403:
            (
                "Dit mag u niet bekijken", "Uw account geeft geen toegang tot dit onderdeel.",
                "Denkt u dat u wel toegang hoort te hebben? Vraag het de beheerder van uw gemeente."
            )
        case 404:
            (
                "Niet gevonden", "Dit is er niet, of niet meer.",
                "Kijk opnieuw: een profiel kan intussen verborgen zijn, en een levering kan zijn weggehaald."
            )
        case 409:
            (
                "Dit kan nu niet", "Intussen is er iets veranderd, of een eerdere handeling is nog niet af.",
                "Ga terug en kijk hoe het er nu voor staat. Lukte verbergen net niet? Verberg de persoon opnieuw."
            )
        case 413:
            (
                "Te groot", "Wat u stuurde is groter dan wij kunnen verwerken. Er is niets uitgevoerd.",
                "Ga terug, en stuur een kortere zoekvraag of een kleiner bestand."
            )
        case 408:
            (
                "Het duurde te lang", "Wat u stuurde kwam niet helemaal aan. Er is niets uitgevoerd.",
                "Kijk of uw verbinding goed is en probeer het opnieuw."
            )
        case 429:
            (
                "Even wachten", "Er kwamen te veel vragen achter elkaar. Er is niets uitgevoerd.",
                "Wacht een paar minuten en probeer het opnieuw."
            )
        case 503:
            (
                "Dit lukt nu niet", "Een onderdeel dat nodig is, werkt nu niet. Er is niets uitgevoerd.",
                "Probeer het over een paar minuten opnieuw. Blijft het zo? Bel de helpdesk van uw regio."
            )
        case 500...:
            (
                "Er ging iets mis",
                "Dat ligt aan ons, niet aan u. De beheerder kan in het logboek zien wat er gebeurde.",
                "Probeer het opnieuw. Blijft het misgaan? Bel de helpdesk van uw regio en noem het kenmerk hieronder."
            )
        default:
            (
                "Dit klopt niet", "Wij kunnen deze vraag zo niet verwerken. Er is niets uitgevoerd.",
                "Ga terug en probeer het opnieuw."
            )
        }
    }
}
