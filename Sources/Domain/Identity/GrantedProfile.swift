/// Whom a handle or reference names: somebody in one generation of visibility, so that hide and show revive none (I-5).
package struct GrantedProfile: Hashable, Sendable {
    package let id: ProfileID
    package let generation: Int

    package init(id: ProfileID, generation: Int) {
        self.id = id
        self.generation = generation
    }
}
