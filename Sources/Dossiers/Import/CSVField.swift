/// One field of a CSV as it is written.
enum CSVField {
    private static let quote = UInt8(ascii: "\"")

    /// `field`, in quotes when a delimiter, a quote or a line break is in it (RFC 4180 §2).
    static func written(_ field: ArraySlice<UInt8>) -> [UInt8] {
        guard field.contains(where: { [quote, 0x2C, 0x3B, 0x0A, 0x0D].contains($0) }) else { return Array(field) }
        return [quote] + field.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }
}
