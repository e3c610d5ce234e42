import Domain
import Foundation
import Testing

@testable import Gateway

@Suite("What a gateway makes an epoch of, and which it gives out")
struct EpochPartsTests {
    private static let began = Date(timeIntervalSince1970: 1_795_438_500)

    @Test(
        "a region that does not answer keeps its part for a day, one that is out of the registry loses it at once",
        arguments: [
            (TimeInterval(Limits.reportSeconds), ["gorinchem", "zeeland"], ["gorinchem", "zeeland"]),
            (TimeInterval(Limits.reportSeconds) + 1, ["gorinchem", "zeeland"], ["zeeland"]),
            (1, ["gorinchem"], ["gorinchem"]), (1, [], []),
        ] as [(TimeInterval, [String], [String])])
    func reports(_ seconds: TimeInterval, _ members: [String], _ kept: [String]) throws {
        var reports = RegionReports()
        let gorinchem = try RegionCode("gorinchem")
        let zeeland = try RegionCode("zeeland")
        let later = Self.began.addingTimeInterval(seconds)
        reports.note(.none, of: gorinchem, at: Self.began)
        reports.note(.none, of: zeeland, at: Self.began)
        reports.note(TermStatistics(reporting: 7, counts: ["kok": 7]), of: zeeland, at: later)
        let current = reports.current(of: Set(try members.map { try RegionCode($0) }), at: later)
        #expect(Set(current.keys) == Set(try kept.map { try RegionCode($0) }))
        #expect(current[zeeland].map(\.profiles) == (kept.contains("zeeland") ? 7 : nil))
        #expect(reports.heard == Set(current.keys))
    }

    @Test("the two newest are given out, in the very bytes that were signed; an older one is not taken")
    func published() {
        let epochs = PublishedEpochs()
        #expect(epochs.published(nil)?.document == nil && epochs.published(0)?.document == nil && epochs.oldest == 0)
        for (number, isNewer) in [(5, true), (7, true), (9, true), (8, false), (9, false)] {
            let epoch = Epoch.sum(of: [:], number: number)
            let taken = epochs.publish(.init(epoch: epoch, document: [UInt8(number)], signature: "\(number)"))
            #expect(taken == isNewer)
        }
        #expect(epochs.current.number == 9 && epochs.oldest == 7)
        #expect(epochs.published(nil)?.document == [9])
        #expect([5, 7, 8, 9].map { epochs.published($0)?.document } == [nil, [7], nil, [9]])
        #expect([0, 5, 7, 8, 9, 10].map(epochs.isGone) == [false, true, false, false, false, false])
    }
}
