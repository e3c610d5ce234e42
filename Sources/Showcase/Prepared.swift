/// Something made from the showcase, with the moment it was made at: good for writing only while nobody was hidden
/// since.
package struct Prepared<Value: Sendable>: Sendable {
    package let value: Value
    /// Removals that the showcase had seen when `value` was made.
    let stamp: Int
}

/// An answer that is being written: a hide waits for it, or closes its connection.
package struct WritingTicket: Hashable, Sendable {
    let number: Int
}
