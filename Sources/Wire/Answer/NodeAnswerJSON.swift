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
            writer.key("fragment")
            writer.array { writer in
                for part in hit.fragment {
                    writer.object { writer in
                        writer.member("tekst", part.text)
                        writer.member("gevonden", part.match)
                    }
                }
            }
            writer.key("waarom")
            writer.array { writer in
                for reason in hit.reasons {
                    writer.object { writer in
                        writer.member("veld", reason.field)
                        writer.member("woord", reason.word)
                    }
                }
            }
        }
    }
}

extension JSONWriter {
    mutating func facets(_ facets: [Facet: [FacetCount]]) {
        guard !facets.isEmpty else { return }
        key("facetten")
        object { writer in
            for facet in Facet.allCases {
                guard let counts = facets[facet] else { continue }
                writer.key(facet.rawValue)
                writer.array { writer in
                    for count in counts {
                        writer.object { writer in
                            writer.member("waarde", count.value)
                            writer.member("aantal", count.count)
                        }
                    }
                }
            }
        }
    }

    /// The fields of a profile that a list shows.
    mutating func work(_ profile: ShowcaseProfile) {
        member("beroepen", profile.occupations)
        member("vaardigheden", profile.skills)
        member("opleiding", profile.education.rawValue)
        key("urenPerWeek")
        hours(profile.hours)
        member("beschikbaarVanaf", profile.availableFrom.description)
        member("rijbewijzen", profile.licences.map(\.rawValue))
        key("talen")
        array { writer in
            for skill in profile.languages {
                writer.object { writer in
                    writer.member("taal", skill.language)
                    writer.member("niveau", skill.level.rawValue)
                }
            }
        }
        member("doelgroepen", profile.targetGroups.map(\.rawValue))
    }
}
