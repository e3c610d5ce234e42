/// A sentence with slots (`Ik werkte {ervaring} als {beroep}.`), read once and filled many times.
struct SentenceTemplate {
    /// What can stand between braces.
    enum Slot: String, CaseIterable {
        case occupation = "beroep"
        case otherOccupation = "beroep2"
        case trade = "vak"
        case workplace = "werkplek"
        case skill = "vaardigheid"
        case otherSkill = "vaardigheid2"
        case thirdSkill = "vaardigheid3"
        case experience = "ervaring"
        case municipality = "gemeente"
        case hours = "uren"
        case start = "start"
        case language = "taal"
        case givenName = "voornaam"
        case fullName = "naam"
        case email = "email"
        case phone = "telefoon"
        /// In employers' names only: somebody's family name, and an invented word.
        case founder = "oprichter"
        case invented = "verzonnen"
    }

    private enum Part {
        case text(String)
        case slot(Slot)
    }

    let traits: Traits
    /// What the sentence speaks of.
    let slots: Set<Slot>
    private let parts: [Part]

    /// - Throws: `FactsInvalid` for a brace without its partner, an unknown slot, and a slot that needs a trait not
    ///   asked for.
    init(_ text: String, of row: FactsTable.Row, traits: Traits) throws(FactsInvalid) {
        var parts: [Part] = []
        var slots: Set<Slot> = []
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}"),
                let slot = Slot(rawValue: String(rest[rest.index(after: open)..<close]))
            else {
                throw row.invalid(
                    "the slot in \"\(text)\" is not known",
                    remedy: "Use one of \(Slot.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            if let needed = slot.needs, !traits.contains(needed) {
                throw row.invalid("{\(slot.rawValue)} is not there for everybody", remedy: "Add its condition")
            }
            parts.append(.slot(slot))
            slots.insert(slot)
            rest = rest[rest.index(after: close)...]
        }
        guard !rest.contains("}") else { throw row.invalid("a } without its {", remedy: "Close what was opened") }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
        self.slots = slots
        self.traits = traits
    }

    /// The sentence with its slots filled, beginning with a capital.
    func filled(_ value: (Slot) -> String) -> String {
        var result = ""
        for part in parts {
            switch part {
            case .text(let text): result += text
            case .slot(let slot): result += value(slot)
            }
        }
        guard let first = result.first, first.isLowercase else { return result }
        return first.uppercased() + result.dropFirst()
    }
}

extension SentenceTemplate.Slot {
    /// The trait without which there is nothing to fill in.
    fileprivate var needs: Traits? {
        switch self {
        case .experience: .experienced
        case .language: .otherLanguage
        case .otherOccupation: .severalOccupations
        default: nil
        }
    }
}
