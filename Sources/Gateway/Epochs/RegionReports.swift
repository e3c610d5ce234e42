import Domain
import Foundation

/// What each region reported last, and when: a region that does not answer keeps its part in the epochs for
/// `Limits.reportSeconds`. A pure value.
struct RegionReports: Sendable {
    private var reports: [RegionCode: (statistics: TermStatistics, at: Date)] = [:]

    /// The regions that ever reported and may still take part.
    var heard: Set<RegionCode> { Set(reports.keys) }

    mutating func note(_ statistics: TermStatistics, of region: RegionCode, at time: Date) {
        reports[region] = (statistics, time)
    }

    /// What an epoch made at `time` is the sum of: the reports of those `members` that are not too old.
    mutating func current(of members: Set<RegionCode>, at time: Date) -> [RegionCode: TermStatistics] {
        reports = reports.filter { region, report in
            members.contains(region) && time.timeIntervalSince(report.at) <= TimeInterval(Limits.reportSeconds)
        }
        return reports.mapValues(\.statistics)
    }
}
