import Domain
import Foundation

/// A region's answer to the gateway as NDJSON: its line (`regio`), its hits best first (`treffer`), the end (`einde`).
package enum NodeAnswerJSON {
    /// The whole answer.
    package static func encode(_ header: NodeAnswerHeader, hits: [WireHit], more: Bool) -> [UInt8] {
        var writer = JSONWriter(capacity: 512 + hits.count * 768)
        writer.object { writer in
            writer.member("soort", "regio")
            writer.member("regio", header.region.slug)
            writer.member("zoekopdracht", header.searchID)
            writer.member("aantal", header.total)
            writer.member("zichtbaar", header.visible)
            writer.member("peildatum", Timestamp.text(header.asOf))
            writer.member("register", header.registrySerial)
            writer.member("tijdvak", header.epoch)
            writer.facets(header.facets)
        }
        writer.newLine()
        for hit in hits {
            write(hit, to: &writer)
            writer.newLine()
        }
        writer.object { writer in
            writer.member("soort", "einde")
            writer.member("meer", more)
        }
        writer.newLine()
        return writer.bytes
    }

    private static func write(_ hit: WireHit, to writer: inout JSONWriter) {
        let profile = hit.profile
        writer.object { writer in
            writer.member("soort", "treffer")
            writer.member("score", hit.score)
            writer.member("rang", Hexadecimal.text(hit.tie))
            writer.member("handvat", hit.handle)
            writer.member("regio", hit.region.slug)
            writer.member("gemeente", profile.municipality.code)
            writer.member("postcodegebied", profile.postcodeArea.description)
            writer.work(profile)
            writer.fragment(hit.fragment)
            writer.reasons(hit.reasons)
        }
    }
}

extension JSONWriter {
    /// The fields of a profile that a list shows.
    mutating func work(_ profile: ShowcaseProfile) {
        member("beroepen", profile.occupations)
        member("vaardigheden", profile.skills)
        member("opleiding", profile.education.rawValue)
        key("urenPerWeek")
        hours(profile.hours)
        member("beschikbaarVanaf", profile.availableFrom.description)
        member("rijbewijzen", profile.licences.map(\.rawValue))
        languages(profile.languages)
        member("doelgroepen", profile.targetGroups.map(\.rawValue))
    }
}
