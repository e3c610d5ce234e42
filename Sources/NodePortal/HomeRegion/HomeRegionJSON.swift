import Search
import Domain
import Dossiers
import Wire

/// Hidden people as JSON for the region's own programs, field by field: in the form of the visible ones, but written
/// here, so that no code of the federation can write one.
enum HomeRegionJSON {
    /// One page of a list: no name, no contact, no employer.
    static func document(of found: HomeRegionSearch.Found, region: RegionCode) -> [UInt8] {
        var writer = JSONWriter(capacity: 256 + found.hits.count * 768)
        writer.object { writer in
            writer.key("totaal")
            writer.object { $0.member("aantal", found.total) }
            writer.key("resultaten")
            writer.array { writer in
                for hit in found.hits { write(hit, region, to: &writer) }
            }
            writer.facets(found.facets.mapValues(FacetCount.ordered))
            if let cursor = found.cursor { writer.member("volgende", cursor) }
        }
        return writer.bytes
    }

    /// One opened profile.
    static func profile(_ profile: HomeRegionProfile, region: RegionCode) -> [UInt8] {
        let work = profile.work
        var writer = JSONWriter(capacity: 2_048)
        writer.object { writer in
            place(profile, region, to: &writer)
            writer.contact(profile.contact)
            listed(work, to: &writer)
            writer.member("ondernemer", work.isEntrepreneur)
            writer.member("motivatie", work.motivation)
            writer.member("interesses", work.interests)
            writer.member("talenten", work.talents)
            writer.member("contractvormen", work.contracts.map(\.rawValue))
            writer.member("sectoren", work.sectors.map(\.rawValue))
            if let travel = work.travelKm { writer.member("reisafstandKm", travel) }
            writer.experience(work.experience)
            writer.schooling(work.schooling)
            writer.courses(work.courses)
            writer.capacity(work.capacity)
            writer.documents(work.documents)
        }
        return writer.bytes
    }

    private static func write(_ hit: HomeRegionSearch.Hit, _ region: RegionCode, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("handvat", hit.handle)
            place(hit.found.profile, region, to: &writer)
            listed(hit.found.profile.work, to: &writer)
            writer.fragment(hit.found.fragment.map { FragmentPart(text: $0.text, match: $0.match) })
            writer.reasons(hit.found.reasons.map { WireReason(field: $0.field, word: $0.word) })
        }
    }

    private static func place(_ profile: HomeRegionProfile, _ region: RegionCode, to writer: inout JSONWriter) {
        writer.member("regio", region.slug)
        writer.member("gemeente", profile.municipality.code)
        writer.member("postcodegebied", profile.postcodeArea.description)
    }

    private static func listed(_ work: WorkProfile, to writer: inout JSONWriter) {
        writer.member("beroepen", work.occupations)
        writer.member("vaardigheden", work.skills)
        writer.member("opleiding", work.education.rawValue)
        writer.key("urenPerWeek")
        writer.hours(work.hours)
        writer.member("beschikbaarVanaf", work.availableFrom.description)
        writer.member("rijbewijzen", work.licences.map(\.rawValue))
        writer.languages(work.languages)
        writer.member("doelgroepen", work.targetGroups.map(\.rawValue))
    }
}
