extension [UInt8] {
    /// `count` of the system's random numbers, fit for keys and tokens.
    package static func random(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: .min ... .max) } }
}
