import Domain
import Foundation
import TestSupport
import Testing

@testable import Search

@Suite("The parts of an index: lists, records, values of terms")
struct IndexPartsTests {
    @Test("a list is what was put in and not taken out, in order, however its blocks were divided")
    func lists() {
        var random = SeededRandom(seed: 21)
        var list = PostingList()
        var expected: [UInt32: Int32] = [:]
        for round in 0..<30_000 {
            let document = UInt32.random(in: 0..<5_000, using: &random)
            if expected[document] == nil, round % 5 != 4 {
                let weight = Int32.random(in: 1...1_023, using: &random)
                list.insert(Posting(document: document, weight: weight))
                expected[document] = weight
            } else {
                list.remove(document)
                expected[document] = nil
            }
        }
        #expect(
            list.count == expected.count
                && list.blocks.allSatisfy { (1...PostingList.blockPostings).contains($0.count) })
        #expect(list.postings.map(\.document) == expected.keys.sorted())
        #expect(list.postings.allSatisfy { expected[$0.document] == $0.weight })
        for document in UInt32(0)..<5_000 { #expect(list.posting(of: document)?.weight == expected[document]) }
    }

    @Test(
        "a phrase is found by whole words, within one text, wherever it stands",
        arguments: [
            ([20, 30], [20, 30], true), ([20, 158], [20, 30], false), ([20, 30, 158], [20, 30], true),
            ([20, 158], [20, 158], true), ([148, 30], [20, 30], false), ([20, 8, 30], [20, 30], false),
            ([20, 20, 30], [20, 30], true), ([30, 20], [20, 30], false), ([20], [20, 30], false),
            ([20, 16_542], [20, 158], false), ([9_000_000, 30], [9_000_000, 30], true),
        ] as [([UInt32], [UInt32], Bool)])
    func phrases(_ text: [UInt32], _ phrase: [UInt32], _ isHeld: Bool) {
        for before in [0, 1, 14, 15, 16, 17, 40] {
            for behind in [0, 1, 15, 16, 30] {
                let stream =
                    [8] + [UInt32](repeating: 77, count: before) + text
                    + [UInt32](repeating: 99, count: behind)
                let record = Record([[20, 30], [], [], []], stream: stream)
                #expect(record.holds(Record.bytes(of: phrase)) == isHeld, "\(before) before, \(behind) behind")
            }
        }
    }

    @Test("what is put into pages of records comes out of them, after other records changed length")
    func pages() {
        var random = SeededRandom(seed: 22)
        var pages = RecordPages()
        var expected: [[UInt32]] = []
        for round in 0..<600 {
            let stream = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                UInt32.random(in: 16...3_000_000, using: &random)
            }
            let document = round < 200 ? round : Int.random(in: 0..<200, using: &random)
            pages.set(Record([[1, 2], [], [3], []], stream: stream), at: document)
            if document == expected.count { expected.append(stream) } else { expected[document] = stream }
        }
        for (document, stream) in expected.enumerated() {
            var found: [UInt32] = []
            var lists: [UInt32] = []
            pages[document].forEach { found.append($0) }
            pages[document].forEach(in: .occupations) {
                lists.append($0); return true
            }
            pages[document].forEach(in: .languages) {
                lists.append($0); return true
            }
            #expect(found == stream && lists == [1, 2, 3], "\(document)")
        }
    }

    @Test("the value of a term is the logarithm of how few have it, rounded down; one outside the epoch counts as 5")
    func values() throws {
        let people = 150_000
        let epoch = try Epoch(
            number: 1, profiles: people, frequencies: ["kok": 5, "lasser": 1_234, "werk": 149_000, "alles": people])
        let scale = InformationValue(epoch)
        for (term, having) in [("kok", 5), ("lasser", 1_234), ("werk", 149_000), ("onbekend", 5)] {
            let expected = log2(Double(2 * (people + 1)) / Double(2 * having + 1)) * 256
            #expect(abs(Double(scale.value(of: term)) - max(1, expected.rounded(.down))) <= 1, "\(term)")
        }
        #expect(scale.value(of: "alles") == 1 && InformationValue(.none).value(of: "kok") >= 1)
    }

    @Test("a search that the index changes under begins again: what it finds is of one moment")
    func restarts() throws {
        var sample = SampledPeople(seed: 23)
        var index = ProfileIndex<ShownProfile>(places: try SampledPeople.places())
        let people = try (0..<ScoreWindow.documents + 10).map { _ in try sample.profile() }
        for profile in people { index.put(profile) }
        var run = SearchRun(
            try Person.request(""), salt: SearchSalt(high: 1, low: 1), epoch: .none, in: index.core)
        let hasMore = run.advance(in: index.core)
        index.remove(people[3].id)
        let early = run.found(in: index.core)?.total
        while run.advance(in: index.core) {}
        let (total, restarts) = (run.found(in: index.core)?.total, run.restarts)
        #expect(hasMore && early == nil && total == people.count - 1 && restarts == 1)
    }

    @Test("nobody is lost between two windows: words, phrases and what is left out")
    func windows() throws {
        var random = SeededRandom(seed: 24)
        var index = ProfileIndex<ShownProfile>(places: Person.places)
        let people = 2 * ScoreWindow.documents + 3
        for number in 0..<people {
            index.put(try Person.visible(number, &random, occupation: number % 2 == 0 ? "kok" : "lasser"))
        }
        let cooks = (people + 1) / 2
        for (text, total) in [
            ("kok", cooks), ("\"werk graag\"", people), ("-kok", people - cooks), ("\"werk graag\" -lasser", cooks),
            ("", people),
        ] {
            let result = index.search(
                try Person.request(text, facets: [.occupation]), salt: SearchSalt(high: 1, low: 1))
            #expect(result.total == total, "\(text)")
            #expect(result.counts(of: .occupation).values.reduce(0, +) == total, "\(text)")
        }
    }
}
