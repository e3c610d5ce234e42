/// A refusal as `application/problem+json` (RFC 9457): sentences of ours, never the text of an error.
package struct Problem: Error, Hashable, Sendable {
    package static let mediaType = MediaType.problem

    package let status: Int
    package let title: String
    package let detail: String
    package let errors: [FieldError]
    /// Header fields that go with it, such as `Allow`.
    package let headers: [String: String]

    package init(
        status: Int, title: String, detail: String, errors: [FieldError] = [], headers: [String: String] = [:]
    ) {
        self.status = status
        self.title = title
        self.detail = detail
        self.errors = errors
        self.headers = headers
    }

    /// A URI that names the kind of problem.
    package var type: String { "https://hallowerk.example/problemen/\(status)" }

    /// The document.
    package func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("type", type)
            writer.member("status", status)
            writer.member("title", title)
            writer.member("detail", detail)
            guard !errors.isEmpty else { return }
            writer.key("fouten")
            writer.array { writer in
                for error in errors {
                    writer.object { writer in
                        writer.member("veld", error.field)
                        writer.member("melding", error.message)
                    }
                }
            }
        }
        return writer.bytes
    }
}

extension Problem {
    package static func badRequest(_ errors: [FieldError]) -> Problem {
        Problem(
            status: 400, title: "Ongeldige aanvraag", detail: "De aanvraag klopt niet; er is niets uitgevoerd.",
            errors: errors)
    }

    /// A search under an epoch that is not here: the asker begins again, under a newer one.
    package static func epochGone() -> Problem { badRequest([FieldError(field: epochField, message: epochMessage)]) }

    /// Whether `json` is the problem that `epochGone` makes.
    package static func isEpochGone(_ json: [UInt8]) -> Bool {
        let errors = (try? Tree.read(json[...], line: 1))?["fouten"]?.elements ?? []
        return errors.contains { $0["veld"]?.text == epochField && $0["melding"]?.text == epochMessage }
    }

    private static let epochField = "tijdvak"
    private static let epochMessage = "is er niet of niet meer. Zoek opnieuw."

    package static func unauthorized() -> Problem {
        Problem(status: 401, title: "Niet aangemeld", detail: "Meld u aan, of stuur een verklaring mee.")
    }

    package static func forbidden() -> Problem {
        Problem(status: 403, title: "Niet toegestaan", detail: "U mag dit niet opvragen.")
    }

    package static func notFound() -> Problem {
        Problem(status: 404, title: "Niet gevonden", detail: "Dit is er niet, of niet meer.")
    }

    package static func methodNotAllowed(allow: String) -> Problem {
        Problem(status: 405, title: "Methode niet toegestaan", detail: "Gebruik \(allow).", headers: ["Allow": allow])
    }

    package static func notAcceptable() -> Problem {
        Problem(
            status: 406, title: "Antwoordvorm onbekend", detail: "Vraag om application/json of application/x-ndjson.")
    }

    package static func tooLarge(limit: Int) -> Problem {
        Problem(status: 413, title: "Aanvraag te groot", detail: "De aanvraag mag hooguit \(limit) bytes zijn.")
    }

    package static func unsupportedMediaType() -> Problem {
        Problem(status: 415, title: "Vorm van de aanvraag onbekend", detail: "Stuur application/json.")
    }

    /// - Parameter reason: a sentence about whose calls are too many.
    package static func tooManyRequests(retryAfterSeconds: Int, reason: String? = nil) -> Problem {
        let wait = "Probeer het over \(retryAfterSeconds) seconden opnieuw."
        return Problem(
            status: 429, title: "Te veel aanvragen", detail: (reason.map { $0 + " " } ?? "") + wait,
            headers: ["Retry-After": String(retryAfterSeconds)])
    }

    package static func internalError() -> Problem {
        Problem(
            status: 500, title: "Fout in het systeem",
            detail: "Er ging iets mis; de beheerder kan het in het logboek zien.")
    }

    package static func unavailable() -> Problem {
        Problem(
            status: 503, title: "Tijdelijk niet beschikbaar", detail: "Dit kan nu niet; probeer het straks opnieuw.")
    }

    /// Somebody else's part does not work, and is not tried now.
    package static func leftAlone(_ reason: String, retryAfterSeconds: Int) -> Problem {
        Problem(
            status: 503, title: "Tijdelijk niet beschikbaar", detail: reason,
            headers: ["Retry-After": String(retryAfterSeconds)])
    }
}
