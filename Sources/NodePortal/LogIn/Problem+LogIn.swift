import Access
import PeopleHTTP
import Wire

extension Problem {
    /// The field that a refusal names when a code of the second factor is what is wrong or missing.
    static let codeField = "code"

    /// Why a program is not let in.
    init(_ refusal: LogInRefusal) {
        switch refusal {
        case .wrongUserOrPassword: self = .wrongUserOrPassword()
        case .tooManyAttempts(let seconds): self = .tooManyRequests(retryAfterSeconds: seconds)
        case .codeMissing: self = .notLoggedIn("Geef ook de code van uw tweede factor.", Self.codeField)
        case .wrongCode:
            self = .notLoggedIn("Deze code klopt niet, of is al gebruikt. Geef de code van nu.", Self.codeField)
        case .unfinished:
            self = .notLoggedIn(
                "Log eerst in met een browser: kies daar uw eigen wachtwoord en koppel een tweede factor.", nil)
        case .withoutRole: self = .notLoggedIn("U hebt hier geen rol. Vraag de beheerder van uw gemeente.", nil)
        case .unavailable: self = .unavailable()
        }
    }

    private static func notLoggedIn(_ sentence: String, _ field: String?) -> Problem {
        Problem(
            status: 401, title: "Niet aangemeld", detail: sentence,
            errors: field.map { [FieldError(field: $0, message: sentence)] } ?? [])
    }
}
