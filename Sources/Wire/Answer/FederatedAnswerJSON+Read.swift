import Domain
import Foundation

extension FederatedAnswerJSON {
    /// Reads the NDJSON form, as the asking region gets it from the gateway.
    ///
    /// - Throws: `AnswerFault` with the line.
    package static func read(_ ndjson: [UInt8]) throws(AnswerFault) -> FederatedAnswer {
        var outcomes: [RegionOutcome] = []
        var hits: [HitView] = []
        var head: Tree?
        var end: Tree?
        for (number, range) in ndjson.lineRanges.enumerated() {
            guard end == nil else { throw AnswerFault(line: number + 1, reason: "text after the end") }
            let tree = try Tree.read(ndjson[range], line: number + 1)
            switch tree["soort"]?.text {
            case "regio": outcomes.append(try outcome(tree, line: number + 1))
            case "kop": head = tree
            case "treffer":
                guard let hit = HitView(tree, raw: Array(ndjson[range])) else {
                    throw AnswerFault(line: number + 1, reason: "a hit is malformed")
                }
                hits.append(hit)
            case "einde": end = tree
            default: continue
            }
        }
        guard let head, let end, let searchID = head["zoekopdracht"]?.text, let total = head["aantal"]?.integer else {
            throw AnswerFault(line: ndjson.lineRanges.count, reason: "incomplete")
        }
        return FederatedAnswer(
            searchID: searchID, total: total, hits: hits,
            facets: try NodeAnswerJSON.facets(head["facetten"], line: outcomes.count + 1), outcomes: outcomes,
            coverage: head["dekking"]?.number ?? 0,
            next: try end["volgende"].map { tree throws(AnswerFault) in try position(tree) },
            cursor: nil)
    }

    /// Reads the form of one document, as a portal gives it.
    ///
    /// - Throws: `AnswerFault`.
    package static func readDocument(_ json: [UInt8]) throws(AnswerFault) -> FederatedAnswer {
        let tree = try Tree.read(json[...], line: 1)
        guard let searchID = tree["zoekopdracht"]?.text, let total = tree["totaal"]?["aantal"]?.integer,
            let results = tree["resultaten"]?.elements, let regions = tree["regios"]?.elements
        else { throw AnswerFault(line: 1, reason: "incomplete") }
        var hits: [HitView] = []
        for result in results {
            guard let hit = HitView(result, raw: []) else { throw AnswerFault(line: 1, reason: "a hit is malformed") }
            hits.append(hit)
        }
        var outcomes: [RegionOutcome] = []
        for region in regions { outcomes.append(try outcome(region, line: 1)) }
        let next = tree["volgende"]
        return FederatedAnswer(
            searchID: searchID, total: total, hits: hits, facets: try NodeAnswerJSON.facets(tree["facetten"], line: 1),
            outcomes: outcomes, coverage: tree["dekking"]?.number ?? 0,
            next: next?.text == nil ? try next.map { tree throws(AnswerFault) in try position(tree) } : nil,
            cursor: next?.text)
    }

    private static func outcome(_ tree: Tree, line: Int) throws(AnswerFault) -> RegionOutcome {
        guard let region = tree["regio"]?.text.flatMap({ try? RegionCode($0) }),
            let state = tree["status"]?.text.flatMap(RegionOutcome.State.init(rawValue:))
        else { throw AnswerFault(line: line, reason: "a region's line is malformed") }
        return RegionOutcome(
            region: region, state: state, count: tree["aantal"]?.integer,
            duration: tree["duurMs"]?.number.map { .milliseconds($0) },
            asOf: tree["peildatum"]?.text.flatMap(Timestamp.date),
            reason: tree["reden"]?.text)
    }

    private static func position(_ tree: Tree) throws(AnswerFault) -> SearchPosition {
        guard let salt = tree["zout"]?.text, salt.utf8.count == 32, let high = UInt64(salt.prefix(16), radix: 16),
            let low = UInt64(salt.suffix(16), radix: 16), let score = tree["score"]?.integer,
            let tie = tree["rang"]?.text.flatMap({ UInt64($0, radix: 16) }), let shown = tree["getoond"]?.integer
        else { throw AnswerFault(line: 1, reason: "the position is malformed") }
        return SearchPosition(salt: SearchSalt(high: high, low: low), score: score, tie: tie, shown: shown)
    }
}
