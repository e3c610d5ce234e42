import Domain

/// Writes what somebody might say of themselves: four to eight sentences that fit the person's work, hours and traits.
struct MotivationWriter {
    /// What nobody says twice.
    private static let once: Set<SentenceTemplate.Slot> = [.hours, .start, .skill, .language, .trade, .workplace]

    let facts: Facts
    let occupation: Occupation
    let traits: Traits
    /// What the slots are filled with, but for the contact's.
    let values: [SentenceTemplate.Slot: String]

    /// The text. Now and then it ends with the person's own name, number or address, as real ones do (design.md §6,
    /// masking).
    func text(contact: Contact, draw: inout Draw) -> String {
        var sentences: [String] = []
        var told: Set<SentenceTemplate.Slot> = []
        for kind in SentenceBook.Kind.allCases {
            for _ in 0..<number(of: kind, draw: &draw) {
                guard
                    let template = facts.sentences.sentence(
                        kind, for: occupation.family, traits: traits, draw: &draw),
                    template.slots.isDisjoint(with: told)
                else { continue }
                told.formUnion(template.slots.intersection(Self.once))
                let sentence = template.filled { fill($0, contact: contact) }
                if !sentences.contains(sentence) { sentences.append(sentence) }
            }
        }
        return sentences.joined(separator: " ")
    }

    private func number(of kind: SentenceBook.Kind, draw: inout Draw) -> Int {
        switch kind {
        case .opening: 1
        case .trade: draw.within(1...2)
        case .strength: draw.chance(35) ? 2 : 1
        case .support: traits.isDisjoint(with: [.baanafspraak, .praktijkroute, .bbl]) ? 0 : draw.chance(75) ? 1 : 0
        case .wish: draw.chance(45) ? 2 : 1
        case .closing: draw.chance(60) ? 1 : 0
        case .contact: draw.chance(4) ? 1 : 0
        }
    }

    private func fill(_ slot: SentenceTemplate.Slot, contact: Contact) -> String {
        switch slot {
        case .givenName: contact.givenName
        case .fullName: contact.givenName + " " + contact.familyName
        case .email: contact.email
        case .phone: contact.phone
        default: values[slot] ?? ""
        }
    }
}
