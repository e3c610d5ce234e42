package import Domain

/// Something made from the showcase, with the moment it was made at: good for writing only while nobody was hidden
/// since.
package struct Prepared<Value: Sendable>: Sendable {
    package let value: Value
    /// Removals that the showcase had seen when `value` was made.
    let stamp: Int
}

/// Whom a reference names: somebody in one generation of visibility.
package struct ShowcaseKey: Hashable, Sendable {
    package let id: ProfileID
    package let generation: Int

    package init(id: ProfileID, generation: Int) {
        self.id = id
        self.generation = generation
    }
}

/// An answer that is being written: a hide waits for it, or closes its connection.
package struct WritingTicket: Hashable, Sendable {
    let number: Int
}
