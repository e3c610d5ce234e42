package import Domain
import Foundation

/// A node's history (`GET /v1/knooppunten/{regio}/historie`).
package enum HealthHistoryJSON {
    package static func encode(_ subject: HealthSubject, _ range: HealthRange, _ points: [HealthPoint]) -> [UInt8] {
        var writer = JSONWriter(capacity: 256 + points.count * 192)
        writer.object { writer in
            writer.member("regio", subject.slug)
            writer.member("periode", range.rawValue)
            writer.key("punten")
            writer.array { writer in for point in points { write(point, to: &writer) } }
        }
        return writer.bytes
    }

    private static func write(_ point: HealthPoint, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("vanaf", Timestamp.text(point.start))
            writer.member("seconden", point.seconds)
            writer.member("metingen", point.looks)
            writer.member("beantwoord", point.answered)
            writer.member("inOnderhoud", point.paused)
            writer.member("oordeel", point.worst.rawValue)
            if let latency = point.latency {
                writer.milliseconds("p50Ms", latency.p50)
                writer.milliseconds("p95Ms", latency.p95)
                writer.milliseconds("p99Ms", latency.p99)
            }
            if let visible = point.visible { writer.member("zichtbaar", visible) }
        }
    }
}

/// What is wrong, and what was (`GET /v1/incidenten`).
package enum IncidentsJSON {
    package static func encode(_ incidents: [Incident]) -> [UInt8] {
        var writer = JSONWriter(capacity: 64 + incidents.count * 512)
        writer.object { writer in
            writer.key("incidenten")
            writer.array { writer in for incident in incidents { write(incident, to: &writer) } }
        }
        return writer.bytes
    }

    private static func write(_ incident: Incident, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("incident", Int(incident.number))
            writer.member("regio", incident.subject.slug)
            writer.member("code", incident.condition.rawValue)
            writer.member("oordeel", incident.mark.rawValue)
            writer.member("bevinding", incident.sentence)
            writer.member("gevolg", incident.condition.consequence)
            writer.member("watTeDoen", incident.condition.remedy)
            writer.member("sinds", Timestamp.text(incident.opened))
            if let closed = incident.closed { writer.member("tot", Timestamp.text(closed)) }
            if let user = incident.acknowledgedBy { writer.member("opgepaktDoor", user) }
        }
    }
}
