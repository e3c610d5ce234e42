package import Domain
import Foundation

/// A region's answer, checked; its hits are places in its bytes, not decoded.
package struct ScannedAnswer: Sendable {
    package struct Hit: Hashable, Sendable {
        package let score: Int
        package let tie: UInt64
        /// The hit's JSON object in `bytes`, without its line's end.
        package let range: Range<Int>
    }

    /// The region's own line.
    package let own: RegionLine
    /// The same in `bytes`, without its end.
    package let line: Range<Int>
    /// Best first.
    package let hits: [Hit]
    /// Whether the region has more after the last hit.
    package let more: Bool
    package let bytes: [UInt8]

    package var header: NodeAnswerHeader { own.header }
}

extension NodeAnswerJSON {
    /// Checks a region's whole answer without decoding its hits; fields that it does not know are ignored.
    ///
    /// - Parameters:
    ///   - region: who answered; every line, person and handle must be of it.
    ///   - searchID: the verklaring's `jti`.
    ///   - limit: hits asked.
    /// - Throws: `AnswerFault` with the line: malformed, incomplete, out of order, too many hits, one twice, somebody
    ///   else's, unreadable for the asking region.
    package static func scan(
        _ body: [UInt8], from region: RegionCode, searchID: String, limit: Int
    ) throws(AnswerFault) -> ScannedAnswer {
        let lines = body.lineRanges
        guard body.last == 0x0A, lines.count >= 2 else { throw AnswerFault(line: lines.count, reason: "incomplete") }
        let own = try RegionLine.read(body[lines[0]], line: 1)
        guard own.header.region == region, own.header.searchID == searchID else {
            throw AnswerFault(line: 1, reason: "not the line of \(region) for this search")
        }
        let form = HitForm(of: region)
        var handles: Set<String> = []
        var hits: [ScannedAnswer.Hit] = []
        hits.reserveCapacity(lines.count - 2)
        for number in 1..<lines.count - 1 {
            let hit = try hit(body, lines[number], line: number + 1, form, &handles)
            if let last = hits.last, (hit.score, last.tie) >= (last.score, hit.tie) {
                throw AnswerFault(line: number + 1, reason: "out of order")
            }
            hits.append(hit)
        }
        guard hits.count <= limit, hits.count <= own.header.total else {
            throw AnswerFault(line: lines.count - 1, reason: "more hits than asked or counted")
        }
        let more = try end(of: body[lines[lines.count - 1]], line: lines.count)
        guard own.more == more else { throw AnswerFault(line: 1, reason: "another end than its line says") }
        return ScannedAnswer(own: own, line: lines[0], hits: hits, more: more, bytes: body)
    }

    /// What `tree`, a region's line, says.
    static func header(_ tree: Tree, line: Int) throws(AnswerFault) -> NodeAnswerHeader {
        guard tree["soort"]?.text == "regio", let region = tree["regio"]?.text.flatMap({ try? RegionCode($0) }),
            let search = tree["zoekopdracht"]?.text
        else { throw AnswerFault(line: line, reason: "a region's own line names no region or search") }
        guard let total = tree["aantal"]?.integer(in: Limits.peopleOfRegion),
            let visible = tree["zichtbaar"]?.integer(in: Limits.peopleOfRegion),
            let serial = tree["register"]?.integer, let asOf = tree["peildatum"]?.text.flatMap(Timestamp.date),
            let epoch = tree["tijdvak"].map({ $0.integer(in: 0...Limits.epochNumbers.upperBound) }) ?? Epoch.none.number
        else { throw AnswerFault(line: line, reason: "a count, time or serial is missing or wrong") }
        return NodeAnswerHeader(
            region: region, searchID: search, total: total, visible: visible, asOf: asOf, registrySerial: serial,
            epoch: epoch,
            facets: try facets(tree["facetten"], line: line, within: Limits.peopleOfRegion))
    }

    /// The facets that `tree` holds; none when it is nil.
    static func facets(
        _ tree: Tree?, line: Int, within range: ClosedRange<Int> = Limits.counts
    ) throws(AnswerFault) -> [Facet: [FacetCount]] {
        guard let tree else { return [:] }
        var facets: [Facet: [FacetCount]] = [:]
        for facet in Facet.allCases {
            guard let values = tree[facet.rawValue]?.elements else { continue }
            var counts: [FacetCount] = []
            for value in values {
                guard let name = value["waarde"]?.text, let count = value["aantal"]?.integer(in: range), count > 0
                else {
                    throw AnswerFault(line: line, reason: "a facet's value is malformed")
                }
                counts.append(FacetCount(value: name, count: count))
            }
            facets[facet] = counts
        }
        return facets
    }

    private static func hit(
        _ body: [UInt8], _ range: Range<Int>, line: Int, _ unread: HitForm, _ handles: inout Set<String>
    ) throws(AnswerFault) -> ScannedAnswer.Hit {
        guard let members = LineScanner.members(of: range, in: body) else {
            throw AnswerFault(line: line, reason: "no JSON object")
        }
        var form = unread
        for member in members { form.take(body[member.key], body[member.value]) }
        if let finding = form.finding { throw AnswerFault(line: line, reason: finding) }
        guard let score = form.score, let tie = form.tie, let handle = form.handle else {
            throw AnswerFault(line: line, reason: "no hit")
        }
        guard handles.insert(String(decoding: handle, as: UTF8.self)).inserted else {
            throw AnswerFault(line: line, reason: "a handle twice")
        }
        return ScannedAnswer.Hit(score: score, tie: tie, range: range)
    }

    private static func end(of line: ArraySlice<UInt8>, line number: Int) throws(AnswerFault) -> Bool {
        let tree = try Tree.read(line, line: number)
        guard tree["soort"]?.text == "einde", let more = tree["meer"]?.flag else {
            throw AnswerFault(line: number, reason: "no end")
        }
        return more
    }
}

extension [UInt8] {
    /// The lines, without their ends; what follows the last end is a line only when it is not empty.
    var lineRanges: [Range<Int>] {
        unsafe withUnsafeBufferPointer { bytes in
            var ranges: [Range<Int>] = []
            var start = 0
            for place in 0..<bytes.count {
                guard unsafe bytes[place] == 0x0A else { continue }
                ranges.append(start..<place)
                start = place + 1
            }
            if start < bytes.count { ranges.append(start..<bytes.count) }
            return ranges
        }
    }
}
