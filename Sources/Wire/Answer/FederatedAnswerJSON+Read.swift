import Domain
import Foundation

extension FederatedAnswerJSON {
    /// Reads the NDJSON form, as the asking region gets it from the gateway. Regions' lines come in any order; the
    /// outcomes are by code.
    ///
    /// - Throws: `AnswerFault` with the line.
    package static func read(_ ndjson: [UInt8]) throws(AnswerFault) -> FederatedAnswer {
        var outcomes: [RegionOutcome] = []
        var hits: [HitView] = []
        var lines: [RegionLine] = []
        var head: Tree?
        var end: Tree?
        for (number, range) in ndjson.lineRanges.enumerated() {
            guard end == nil else { throw AnswerFault(line: number + 1, reason: "text after the end") }
            if let line = ownLine(range, in: ndjson) {
                lines.append(try RegionLine.read(line, line: number + 1))
                continue
            }
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
        guard let head, let end, let searchID = head["zoekopdracht"]?.text, let total = head["aantal"]?.count else {
            throw AnswerFault(line: ndjson.lineRanges.count, reason: "incomplete")
        }
        return FederatedAnswer(
            searchID: searchID, total: total, hits: hits,
            facets: try NodeAnswerJSON.facets(head["facetten"], line: outcomes.count + 1),
            outcomes: outcomes.sorted { $0.region < $1.region },
            coverage: try coverage(head, line: outcomes.count + 1),
            next: try end["volgende"].map { tree throws(AnswerFault) in try position(tree) },
            cursor: nil, lines: lines)
    }

    private static func ownLine(_ range: Range<Int>, in bytes: [UInt8]) -> ArraySlice<UInt8>? {
        let line = bytes[range]
        guard line.starts(with: linePrefix), line.last == UInt8(ascii: "}") else { return nil }
        return line.dropFirst(linePrefix.count).dropLast()
    }

    /// Reads the form of one document, as a portal gives it.
    ///
    /// - Throws: `AnswerFault`.
    package static func readDocument(_ json: [UInt8]) throws(AnswerFault) -> FederatedAnswer {
        let tree = try Tree.read(json[...], line: 1)
        guard let searchID = tree["zoekopdracht"]?.text, let total = tree["totaal"]?["aantal"]?.count,
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
            outcomes: outcomes, coverage: try coverage(tree, line: 1),
            next: next?.text == nil ? try next.map { tree throws(AnswerFault) in try position(tree) } : nil,
            cursor: next?.text, lines: [], budget: tree["budget"].flatMap(BudgetLeft.init))
    }

    static func outcome(_ tree: Tree, line: Int) throws(AnswerFault) -> RegionOutcome {
        guard let region = tree["regio"]?.text.flatMap({ try? RegionCode($0) }),
            let state = tree["status"]?.text.flatMap(RegionOutcome.State.init(rawValue:)),
            tree["aantal"] == nil || tree["aantal"]?.count != nil,
            tree["duurMs"] == nil || tree["duurMs"]?.milliseconds != nil
        else { throw AnswerFault(line: line, reason: "a region's line is malformed") }
        return RegionOutcome(
            region: region, state: state, count: tree["aantal"]?.count, duration: tree["duurMs"]?.milliseconds,
            asOf: tree["peildatum"]?.text.flatMap(Timestamp.date),
            reason: tree["reden"]?.text)
    }

    private static func coverage(_ tree: Tree, line: Int) throws(AnswerFault) -> Double {
        guard let share = tree["dekking"]?.number, (0...1).contains(share) else {
            throw AnswerFault(line: line, reason: "no dekking from 0 to 1")
        }
        return share
    }

    private static func position(_ tree: Tree) throws(AnswerFault) -> SearchPosition {
        guard let salt = tree["zout"]?.text.flatMap(Hexadecimal.salt), let score = tree["score"]?.score,
            let tie = tree["rang"]?.text.flatMap({ Hexadecimal.value($0) }), let shown = tree["getoond"]?.count,
            let epoch = tree["tijdvak"].map({ $0.integer(in: 0...Limits.epochNumbers.upperBound) }) ?? Epoch.none.number
        else { throw AnswerFault(line: 1, reason: "the position is malformed") }
        let missed = (tree["gemist"]?.elements ?? []).compactMap { $0.text.flatMap { try? RegionCode($0) } }
        return SearchPosition(
            salt: salt, score: score, tie: tie, shown: shown, epoch: epoch,
            missed: Array(missed.prefix(Limits.missedRegions)))
    }
}
