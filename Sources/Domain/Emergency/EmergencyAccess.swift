package import Foundation

/// Exceptional access to one municipality's dossiers (noodtoegang): asked with a reason, granted by that municipality's
/// own administrator, read-only, and over by itself. Source: policy.md, P-VIS-4.
package struct EmergencyAccess: Hashable, Sendable {
    /// Where it stands at a moment.
    package enum State: Hashable, Sendable {
        /// Waits for the administrator.
        case asked
        case granted(until: Date)
        case refused
        /// Nobody decided in time.
        case lapsed
        /// It was granted, and is over.
        case ended
        /// Taken back by who asked, before anybody decided.
        case withdrawn
    }

    package let id: UUID
    /// Who asks, and what they are called.
    package let user: String
    package let name: String
    /// The processor or region that they work for.
    package let organisation: OIN
    package let municipality: MunicipalityCode
    package let reason: String
    /// 1 to `Limits.emergencyHours`.
    package let hours: Int
    package let asked: Date
    /// When the administrator decided, and who it was.
    package let decided: Date?
    package let decidedBy: String?
    package let isGranted: Bool
    /// When it was over before or at its time, and who ended it; nobody when time did.
    package let ended: Date?
    package let endedBy: String?
    /// Dossiers that were opened by it.
    package let opened: Int

    package init(
        id: UUID, user: String, name: String, organisation: OIN, municipality: MunicipalityCode, reason: String,
        hours: Int, asked: Date, decided: Date? = nil, decidedBy: String? = nil, isGranted: Bool = false,
        ended: Date? = nil, endedBy: String? = nil, opened: Int = 0
    ) {
        self.id = id
        self.user = user
        self.name = name
        self.organisation = organisation
        self.municipality = municipality
        self.reason = reason
        self.hours = hours
        self.asked = asked
        self.decided = decided
        self.decidedBy = decidedBy
        self.isGranted = isGranted
        self.ended = ended
        self.endedBy = endedBy
        self.opened = opened
    }

    /// When it ends by itself: what was granted after its hours, what nobody decided after `Limits.emergencyWait`.
    package var end: Date {
        isGranted
            ? (decided ?? asked).addingTimeInterval(TimeInterval(3_600 * hours))
            : asked.addingTimeInterval(Limits.emergencyWait)
    }

    package func state(at time: Date) -> State {
        guard decided != nil else {
            return ended != nil && endedBy != nil ? .withdrawn : ended == nil && time < end ? .asked : .lapsed
        }
        guard isGranted else { return .refused }
        return ended == nil && time < end ? .granted(until: end) : .ended
    }

    /// Whether it is granted, and not over at `time`.
    package func isLive(at time: Date) -> Bool {
        if case .granted = state(at: time) { true } else { false }
    }
}
