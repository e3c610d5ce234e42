/// What can be wrong with a node, or with the gateway itself: every silent failure has a name (design.md §9). The raw
/// value is its code in documents, metrics and alerts.
package enum HealthCondition: String, CaseIterable, Hashable, Sendable {
    /// Nothing listens, or no way leads there.
    case unreachable = "onbereikbaar"
    /// It takes connections, and does not answer in time.
    case notAnswering = "antwoordtNiet"
    /// It refuses the gateway, or the gateway refuses it.
    case refused = "weigert"
    case faultyAnswer = "foutAntwoord"
    /// It speaks another major version of the interface.
    case incompatible = "andereKoppeling"
    /// Log lines cannot be written, so that nothing is answered.
    case logUnwritable = "logboekDicht"
    case certificateExpired = "certificaatVerlopen"
    case certificateExpiring = "certificaatLooptAf"
    case revocationListOutdated = "intrekkingslijstVerouderd"
    case clockSkew = "klokWijktAf"
    case registryOutdated = "registerVerouderd"
    case epochOutdated = "tijdvakVerouderd"
    case softwareOutdated = "versieVerschilt"
    /// Nobody is visible in it.
    case emptyShowcase = "niemandZichtbaar"
    /// The gateway reaches the node, and the node does not reach the gateway.
    case oneWay = "eenrichting"
    /// A connection died without being closed; a new one was made.
    case deadConnection = "verbindingViel"
    /// Searches failed, and go past it for a while.
    case leftAlone = "overgeslagen"
    /// Its answers come, but late.
    case slow = "traag"
    case backupOutdated = "reservekopieOud"
    /// Announced; not a failure.
    case maintenance = "onderhoud"
    /// Not yet asked since the gateway began.
    case notAsked = "nietGevraagd"
}

/// One thing that is found of a node or of the gateway.
package struct HealthFinding: Hashable, Sendable {
    package let condition: HealthCondition
    package let mark: NodeHealth.Mark
    /// What is seen, with figures, in one Dutch sentence.
    package let sentence: String

    package init(_ condition: HealthCondition, _ mark: NodeHealth.Mark, _ sentence: String) {
        self.condition = condition
        self.mark = mark
        self.sentence = sentence
    }
}
