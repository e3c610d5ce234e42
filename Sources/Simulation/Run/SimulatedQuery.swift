import Domain
import Federation

/// One query on its way.
struct SimulatedQuery: Sendable {
    /// A call to one region.
    struct Call: Sendable {
        var course: CallCourse
        let begun: Duration
        /// When the attempt began that is under way.
        var attempted: Duration
    }

    /// The region whose user asks.
    let region: Int
    let gateway: Int
    let asked: Duration
    /// When its answer must be there.
    let deadline: Duration
    var ticket: Admission.Ticket?
    /// Once it was its turn.
    var ledger: QueryLedger?
    var enough: GoodEnough?
    /// Still open, by the region's place.
    var calls: [Int: Call] = [:]
    var order: [Int] = []
    /// Whether its answer is being written.
    var isEnding = false
}

/// A gateway: its processors, and the state machines that it decides by.
struct SimulatedGateway: Sendable {
    var station: Station
    var admission = Admission()
    var breakers = BreakerBoard()
    /// By the region's place.
    var budgets: [RetryBudget]
    /// Whose turn has not come yet.
    var waiting: [Admission.Ticket: Int] = [:]
    /// The next `expires` that is planned.
    var expiry: Duration?
}

/// A region's node.
struct SimulatedNode: Sendable {
    var station: Station
    var fault: Fault.Kind?
    /// Grows when it crashes: what was under way before is lost.
    var life = 0
    let search: Duration
}
