import Domain
import Federation
import Testing

@Suite("The asker merges again what the regions sent, and names everything in which the gateway's answer differs")
struct MergeCheckTests {
    /// Three regions with two hits each, and what an honest gateway makes of them.
    private struct Scene {
        var sent: [MergeCheck.Sent]
        var hits: [(region: RegionCode, key: MergeCheck.Key)]
        var total = 9
        var facets: [Facet: [FacetCount]] = [.licence: [FacetCount(value: "B", count: 6)]]
        var next: SearchPosition?
        var outcomes: [RegionOutcome]
        let registry: Registry
        let request: SearchRequest
        let salt = SearchSalt(high: 1, low: 2)

        init() throws {
            registry = try Members.registry()
            var request = try Members.request()
            (request.count, request.facets) = (4, [.licence])
            self.request = request
            let codes = registry.members.map(\.region.code)
            sent = codes.enumerated().map { number, code in
                MergeCheck.Sent(
                    region: code, total: 3, facets: [.licence: [FacetCount(value: "B", count: 2)]],
                    hits: [Self.key(30 - number, number), Self.key(20 - number, number)], more: number == 0)
            }
            hits = [(codes[0], sent[0].hits[0]), (codes[1], sent[1].hits[0]), (codes[2], sent[2].hits[0])]
            hits.append((codes[0], sent[0].hits[1]))
            outcomes = codes.map { RegionOutcome(region: $0, state: .answered, count: 3) }
            next = SearchPosition(salt: salt, score: 20, tie: 0, shown: 4)
        }

        static func key(_ score: Int, _ region: Int) -> MergeCheck.Key {
            .init(score: score, tie: UInt64(region), digest: [UInt8(region), UInt8(score)])
        }

        var findings: [MergeCheck.Finding] {
            MergeCheck.findings(
                in: .init(hits: hits, total: total, facets: facets, next: next, outcomes: outcomes), sent: sent,
                request: request, salt: salt, registry: registry)
        }
    }

    @Test("an honest answer has no findings, whatever the order of the regions")
    func honest() throws {
        var scene = try Scene()
        #expect(scene.findings.isEmpty)
        scene.sent.reverse()
        #expect(scene.findings.isEmpty)
    }

    @Test("a hit left out, put elsewhere, altered, made up, or of another region")
    func hits() throws {
        var dropped = try Scene()
        dropped.hits.remove(at: 1)
        #expect(dropped.findings == [.otherCountOfHits(stated: 3, merged: 4)])
        var swapped = try Scene()
        swapped.hits.swapAt(1, 2)
        #expect(swapped.findings == [.otherHit(position: 1)])
        var altered = try Scene()
        altered.hits[2].key = .init(score: 28, tie: 2, digest: [9])
        #expect(altered.findings == [.otherHit(position: 2)])
        var replaced = try Scene()
        replaced.hits[3] = (replaced.sent[1].region, replaced.sent[1].hits[1])
        #expect(replaced.findings == [.otherHit(position: 3)])
        var renamed = try Scene()
        renamed.hits[0].region = renamed.sent[1].region
        #expect(renamed.findings == [.otherHit(position: 0)])
    }

    @Test("counts, sums and facets")
    func counts() throws {
        var total = try Scene()
        total.total = 8
        #expect(total.findings == [.otherTotal(stated: 8, summed: 9)])
        var count = try Scene()
        count.outcomes[1] = RegionOutcome(region: count.sent[1].region, state: .answered, count: 2)
        #expect(count.findings == [.otherCount(count.sent[1].region)])
        var facet = try Scene()
        facet.facets = [.licence: [FacetCount(value: "B", count: 5)]]
        #expect(facet.findings == [.otherFacet(.licence)])
        facet.facets = [:]
        #expect(facet.findings == [.otherFacet(.licence)])
    }

    @Test("a region left out, named twice; its line missing, twice, or there though it is said to be late")
    func regions() throws {
        let honest = try Scene()
        let code = honest.sent[2].region
        var left = honest
        left.outcomes.removeLast()
        #expect(left.findings == [.regionNotOnce(code), .answeredAfterAll(code)])
        var twice = honest
        twice.outcomes.append(twice.outcomes[2])
        #expect(twice.findings == [.regionNotOnce(code)])
        var unknown = honest
        let stranger = try RegionCode("elders")
        unknown.outcomes.append(RegionOutcome(region: stranger, state: .late))
        #expect(unknown.findings.isEmpty, "one that joined is named by a gateway whose registry is newer")
        var missing = honest
        missing.sent.removeLast()
        #expect(missing.findings == [.lineMissing(code)])
        var repeated = honest
        repeated.sent.append(repeated.sent[2])
        #expect(repeated.findings == [.lineMissing(code)])
        var late = honest
        late.outcomes[2] = RegionOutcome(region: code, state: .late)
        #expect(late.findings == [.answeredAfterAll(code)])
    }

    @Test("where the next page goes on, and whether there is one")
    func end() throws {
        var none = try Scene()
        none.next = nil
        #expect(none.findings == [.otherEnd])
        for (score, tie, shown, epoch) in [(21, 0, 4, 0), (20, 1, 4, 0), (20, 0, 5, 0), (20, 0, 4, 7)] {
            var other = try Scene()
            other.next = SearchPosition(salt: other.salt, score: score, tie: UInt64(tie), shown: shown, epoch: epoch)
            #expect(other.findings == [.otherEnd])
        }
        var salted = try Scene()
        salted.next = SearchPosition(salt: SearchSalt(high: 1, low: 3), score: 20, tie: 0, shown: 4)
        #expect(salted.findings == [.otherEnd])
        var missed = try Scene()
        missed.next = SearchPosition(salt: missed.salt, score: 20, tie: 0, shown: 4, missed: [missed.sent[0].region])
        #expect(missed.findings.isEmpty)
    }
}
