/// How much support the municipality gives (mate van ondersteuning). Internal only (P-DAT-3).
package enum SupportLevel: String, CaseIterable, Hashable, Sendable {
    case selfService = "zelfservice"
    case together = "samen"
    case full = "volledigOndersteund"
}
