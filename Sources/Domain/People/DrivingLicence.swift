/// A category of driving licence (rijbewijs), with the RDW's own codes.
package enum DrivingLicence: String, CaseIterable, Hashable, Sendable {
    case motorHeavy = "A"
    case motorLight = "A1"
    case motorMedium = "A2"
    case moped = "AM"
    case car = "B"
    case carWithTrailer = "B+"
    case lorryLight = "C1"
    case lorry = "C"
    case busLight = "D1"
    case bus = "D"
    case carAndTrailer = "BE"
    case lorryLightAndTrailer = "C1E"
    case lorryAndTrailer = "CE"
    case busLightAndTrailer = "D1E"
    case busAndTrailer = "DE"
    case tractor = "T"
}
