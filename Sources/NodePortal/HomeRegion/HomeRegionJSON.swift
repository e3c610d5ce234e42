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
        var writer = JSONWriter(capacity: 2_048)
        writer.object { writer in
            writer.profile(
                of: profile.contact, profile.work, in: region, profile.municipality, profile.postcodeArea)
        }
        return writer.bytes
    }

    private static func write(_ hit: HomeRegionSearch.Hit, _ region: RegionCode, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("handvat", hit.handle)
            writer.place(region, hit.profile.municipality, hit.profile.postcodeArea)
            writer.listed(hit.profile.work)
            writer.fragment(hit.fragment.map { FragmentPart(text: $0.text, match: $0.match) })
            writer.reasons(hit.reasons)
        }
    }
}
