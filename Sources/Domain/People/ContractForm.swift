/// A kind of contract that somebody wants. Source: VUM Gegevensstandaard 1.5, Contractvorm.
package enum ContractForm: String, CaseIterable, Hashable, Sendable {
    case fixedTerm = "bepaaldeTijd"
    case permanent = "onbepaaldeTijd"
    case apprenticeship = "leerbaan"
    case workExperience = "werkervaringsplaats"
    case volunteering = "vrijwilligerswerk"
}
