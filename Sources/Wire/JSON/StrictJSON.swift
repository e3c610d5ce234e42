/// Whether bytes are JSON that every reader understands alike: for what is read with another reader afterwards.
package enum StrictJSON {
    /// Whether `bytes` are exactly one JSON text (RFC 8259) with no name twice in any of its objects.
    package static func isOne(_ bytes: [UInt8]) -> Bool { (try? JSONReader.read(bytes[...])) != nil }
}
