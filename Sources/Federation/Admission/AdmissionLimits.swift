import Domain

/// How much a gateway takes on at once, and from whom.
package struct AdmissionLimits: Hashable, Sendable {
    /// Calls at once.
    package var atOnce = Limits.callsAtOnce
    package var atOnceOfRegion = Limits.callsAtOnceOfRegion
    package var atOnceOfPerson = Limits.callsAtOnceOfPerson
    /// Calls that wait for their turn.
    package var waitingOfRegion = Limits.callsWaitingOfRegion
    package var waitingOfPerson = Limits.callsWaitingOfPerson
    package var wait = Limits.callWait
    /// Calls in any minute; 2 or more.
    package var perMinuteOfRegion = Limits.callsPerMinuteOfRegion
    package var perMinuteOfPerson = Limits.callsPerMinuteOfPerson
    /// People of one region that are counted at once.
    package var people = Limits.countedPeopleOfRegion

    package init() {}
}
