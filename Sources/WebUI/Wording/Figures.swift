/// Numbers and times as Dutch text.
package enum Figures {
    /// With points between thousands: `12.345`.
    package static func count(_ number: Int) -> String {
        guard number >= 1_000 else { return String(number) }
        let rest = String(number % 1_000)
        return count(number / 1_000) + "." + String(repeating: "0", count: 3 - rest.count) + rest
    }

    static func people(_ number: Int) -> String { number == 1 ? "1 mens" : "\(count(number)) mensen" }

    static func milliseconds(_ duration: Duration) -> String {
        let value = duration / .milliseconds(1)
        return value < 1 ? "< 1 ms" : "\(count(Int(value.rounded()))) ms"
    }

    /// How long ago, in its largest unit: `12 min`, `3 uur`, `5 dagen`.
    static func span(seconds: Int) -> String {
        switch max(0, seconds) {
        case 0..<60: "\(max(0, seconds)) s"
        case 60..<3_600: "\(seconds / 60) min"
        case 3_600..<86_400: "\(seconds / 3_600) uur"
        case 86_400..<172_800: "1 dag"
        default: "\(seconds / 86_400) dagen"
        }
    }

    /// `Flevoland`, `Flevoland en Haaglanden`, `A, B en C`.
    static func list(_ names: [String]) -> String {
        guard names.count > 1, let last = names.last else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " en " + last
    }

    static func rows(_ number: Int) -> String { number == 1 ? "1 rij" : "\(count(number)) rijen" }

    /// `1 GiB`, `300 MiB`, `12 KiB`.
    static func bytes(_ number: Int) -> String {
        number >= 1 << 30 ? "\(number >> 30) GiB" : number >= 1 << 20 ? "\(number >> 20) MiB" : "\(number >> 10) KiB"
    }

    /// Rounded down, so that only all is 100 %.
    static func percent(_ part: Int, of whole: Int) -> String { "\(whole > 0 ? min(part, whole) * 100 / whole : 0) %" }
}
