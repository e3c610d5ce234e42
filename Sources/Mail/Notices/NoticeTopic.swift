/// What somebody is told of by e-mail. The raw value is what the queue keeps: append only.
///
/// - Important: A mail says that there is something, never what or of whom: it may be read by anybody on the way.
package enum NoticeTopic: String, CaseIterable, Hashable, Sendable {
    /// A message or an answer, for somebody who can log in.
    case messages = "berichten"
    /// A message for a jobseeker, who cannot log in yet.
    case messageToJobseeker = "bericht-werkzoekende"
    /// Saved searches that were not made for a while: a reminder, without what they find.
    case savedSearches = "zoekvragen"
    /// Somebody asks exceptional access, for who decides about it.
    case emergency = "noodtoegang"

    package var subject: String {
        switch self {
        case .messages: "U hebt een bericht in HalloWerk"
        case .messageToJobseeker: "Er is een bericht voor u in HalloWerk"
        case .savedSearches: "Uw bewaarde zoekvragen in HalloWerk"
        case .emergency: "Er is om noodtoegang gevraagd in HalloWerk"
        }
    }

    /// - Parameter portal: the address where its reader logs in.
    package func text(portal: String) -> String {
        let end = "\n\nDeze mail is automatisch verstuurd. U kunt hem niet beantwoorden.\n"
        return switch self {
        case .messages: "U hebt een bericht in HalloWerk. Log in om het te lezen.\n\n\(portal)" + end
        case .messageToJobseeker:
            "Er is een bericht voor u in HalloWerk. Uw klantmanager bij de gemeente kan het u laten lezen." + end
        case .savedSearches:
            "U hebt zoekvragen bewaard in HalloWerk. Log in om te zien wie er nu te vinden zijn.\n\n\(portal)" + end
        case .emergency:
            "Een beheerder van het systeem vraagt om mee te kijken in de dossiers van uw gemeente. Log in om te "
                + "beslissen.\n\n\(portal)" + end
        }
    }
}
