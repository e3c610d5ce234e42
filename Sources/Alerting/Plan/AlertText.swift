import Domain
import Foundation

/// How an alert reads: in a mail, and in the document that a webhook gets. No person and no query is in it.
struct AlertText: Hashable, Sendable {
    /// From here on incidents of one moment are told together.
    static let together = 6

    /// Printable ASCII, short enough for a mail's header.
    let subject: String
    let body: String
    /// JSON.
    let document: String

    /// What a webhook reads of one incident.
    private struct Told: Encodable {
        let incident: Int64
        let regio: String
        let naam: String
        let code: String
        let oordeel: String
        let bevinding: String
        let gevolg: String
        let watTeDoen: String
        let sinds: String
        let tot: String?
        let adres: String?
    }

    private struct Document: Encodable {
        let soort: String
        let incidenten: [Told]
    }

    /// - Parameters:
    ///   - incidents: one, or all that began or ended at the same time.
    ///   - monitor: the address of the monitor; nil: no links.
    init(
        _ kind: AlertKind, _ incidents: [Incident], name: (HealthSubject) -> String, monitor: String?
    ) {
        let names = incidents.map { name($0.subject) }
        let first = incidents.first
        let title =
            switch (kind, incidents.count) {
            case (.test, _): "Proefmelding"
            case (_, 1): "\(names[0]): \(first?.condition.title.lowercased() ?? "")"
            default: "\(incidents.count) incidenten"
            }
        let word: String? =
            switch kind {
            case .began, .test: nil
            case .worsened: "erger geworden"
            case .escalated: "nog niemand pakt dit op"
            case .recovered: "voorbij"
            }
        subject = Self.ascii(["HalloWerk: " + title, word].compactMap(\.self).joined(separator: " - "))
        let parts = zip(incidents, names).map { incident, name in
            Self.paragraph(kind, incident, name, monitor, isAlone: incidents.count == 1)
        }
        body =
            (kind == .test
                ? "Dit is een proefmelding van de monitor van HalloWerk: meldingen komen hier aan.\n"
                : parts.joined(separator: "\n\n") + "\n")
            + "\nDeze mail is automatisch verstuurd. U kunt hem niet beantwoorden.\n"
        let told = zip(incidents, names).map { incident, name in
            Told(
                incident: incident.number, regio: incident.subject.slug, naam: name,
                code: incident.condition.rawValue, oordeel: incident.mark.rawValue, bevinding: incident.sentence,
                gevolg: incident.condition.consequence, watTeDoen: incident.condition.remedy,
                sinds: incident.opened.ISO8601Format(), tot: incident.closed?.ISO8601Format(),
                adres: monitor.map { "\($0)/incident/\(incident.number)" })
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts and numbers only: there is nothing in it that could not be encoded.
        let data = (try? encoder.encode(Document(soort: kind.rawValue, incidenten: told))) ?? Data("{}".utf8)
        document = String(decoding: data, as: UTF8.self)
    }

    private static func paragraph(
        _ kind: AlertKind, _ incident: Incident, _ name: String, _ monitor: String?, isAlone: Bool
    ) -> String {
        let since = incident.opened.dutch(asOf: incident.closed ?? incident.opened)
        var lines = ["\(name): \(incident.condition.title.lowercased())."]
        if kind == .recovered {
            lines.append("Begonnen: \(since). Voorbij: \(incident.closed.map { $0.dutch(asOf: $0) } ?? "nu").")
        } else {
            lines += [incident.sentence, "Begonnen: \(since)."]
            if isAlone {
                lines += [
                    "", "Wat accountmanagers merken: \(incident.condition.consequence)",
                    "Wat te doen: \(incident.condition.remedy)",
                ]
            }
        }
        if let monitor { lines.append("\(monitor)/incident/\(incident.number)") }
        return lines.joined(separator: "\n")
    }

    /// Letters without their marks, other characters as `?`; cut to what a mail's header holds.
    private static func ascii(_ text: String) -> String {
        let plain = text.decomposedStringWithCanonicalMapping.unicodeScalars
            .filter { $0.properties.generalCategory != .nonspacingMark }
            .map { (0x20...0x7E).contains($0.value) ? Character($0) : "?" }
        return String(plain.prefix(66))
    }
}
