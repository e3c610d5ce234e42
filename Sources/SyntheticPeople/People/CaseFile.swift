import Domain

/// Draws what the municipality keeps for itself of one person (P-DAT-3).
struct CaseFile {
    let facts: Facts

    /// Everybody here is served: nobody's service has ended.
    func internalFields(
        clientNumber: String, postcode: Postcode, birthDay: CalendarDay, caseManager: String, draw: inout Draw
    ) -> InternalFields {
        let year = draw.within(Career.currentYear - 5...Career.currentYear)
        let caseNumber = "Z-\(year)-" + String(String(10_000_000 + draw.below(10_000_000)).dropFirst())
        let addition = draw.chance(12) ? draw.one(of: ["a", "b", "c", "-1", "-2"]) ?? "" : ""
        let street = "\(draw.one(of: facts.streets) ?? "") \(draw.within(1...240))\(addition)"
        let gender: Gender? = [.man, .woman, .other, nil][draw.index(weights: [48, 49, 1, 2])]
        let support: SupportLevel = [.selfService, .together, .full][draw.index(weights: [35, 45, 20])]
        return InternalFields(
            clientNumber: clientNumber, postcode: postcode, birthDay: birthDay, caseManager: caseManager,
            caseNumber: caseNumber, street: street, gender: gender, support: support, isToZo: draw.chance(3))
    }
}
