/// Whose health somebody may see (P-VIS-4): a processor the regions of its agreements, regional IT its own, the
/// federation's administration all.
package enum HealthReach: Hashable, Sendable {
    case all
    case regions(Set<RegionCode>)

    package func includes(_ region: RegionCode) -> Bool {
        switch self {
        case .all: true
        case .regions(let regions): regions.contains(region)
        }
    }

    /// The gateway's own health is for who sees all, and for processors, who must know which side is ill.
    package func includes(_ subject: HealthSubject) -> Bool {
        switch subject {
        case .region(let code): includes(code)
        case .gateway: true
        }
    }
}
