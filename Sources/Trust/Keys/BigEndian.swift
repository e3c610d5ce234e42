extension [UInt8] {
    /// The bytes of `number`, the most significant first.
    init(bigEndian number: some FixedWidthInteger) {
        self = stride(from: number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}

extension Sequence<UInt8> {
    /// At most eight bytes as a number, the most significant first.
    var bigEndianValue: UInt64 { reduce(0) { $0 << 8 | UInt64($1) } }
}
