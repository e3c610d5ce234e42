/// The highest education finished, lowest first. Codes from the VUM Gegevensstandaard and NLQF, as compiled in the
/// project's facts.
package enum EducationLevel: String, CaseIterable, Hashable, Sendable {
    case primary = "BO"
    case practical = "PRO"
    case vmbo = "VMBO"
    case mbo1 = "MBO1"
    case mbo2 = "MBO2"
    case mbo3 = "MBO3"
    case mbo4 = "MBO4"
    case havo = "HAVO"
    case vwo = "VWO"
    case associateDegree = "AD"
    case hbo = "HBO"
    case universityBachelor = "WOB"
    case hboMaster = "HBOM"
    case universityMaster = "WO"
    case doctorate = "PHD"
    /// Nobody has said; last, so that it is no level above another.
    case unknown = "ONBEKEND"
}
