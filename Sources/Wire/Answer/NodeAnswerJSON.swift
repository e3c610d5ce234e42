import Domain
import Foundation

/// A region's answer to the gateway as NDJSON: its line (`regio`), its hits best first (`treffer`), the end (`einde`).
package enum NodeAnswerJSON {
    /// The whole answer.
    ///
    /// - Parameter proof: makes what proves the region's line to the asking region.
    package static func encode(
        _ header: NodeAnswerHeader, hits: [WireHit], more: Bool, proof: LineProof
    ) -> [UInt8] {
        let lines = lines(of: hits)
        var bytes = line(header, zip(hits, lines).map { ($0.score, $0.tie, $1) }, more, proof)
        bytes.reserveCapacity(lines.reduce(bytes.count + 64) { $0 + $1.count + 1 })
        for line in lines { FederatedAnswerJSON.append(line, to: &bytes) }
        var end = JSONWriter(capacity: 64)
        end.object { writer in
            writer.member("soort", "einde")
            writer.member("meer", more)
        }
        end.newLine()
        bytes += end.bytes
        return bytes
    }

    /// The lines of `hits`, without their ends.
    package static func lines(of hits: [WireHit]) -> [ArraySlice<UInt8>] {
        var writer = JSONWriter(capacity: hits.count * 768)
        var ends: [Int] = []
        for hit in hits {
            write(hit, to: &writer)
            ends.append(writer.bytes.count)
            writer.newLine()
        }
        return zip([0] + ends.map { $0 + 1 }, ends).map { writer.bytes[$0..<$1] }
    }

    /// The region's line, with its end.
    private static func line(
        _ header: NodeAnswerHeader, _ hits: [LineProof.Listed], _ more: Bool, _ proof: LineProof
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 2_048)
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
            writer.member("meer", more)
            writer.member("lijst", proof.list(hits))
            writer.member("zegel", proof.seal(writer.bytes))
        }
        writer.newLine()
        return writer.bytes
    }

    static func write(_ hit: WireHit, to writer: inout JSONWriter) {
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
