/// What somebody entered of a dossier, as text and unchecked: one form for a page's fields and a program's JSON.
package struct EntryFields: Hashable, Sendable {
    /// By the name of the field; a part of it after a full stop (`urenPerWeek.minimaal`).
    package var texts: [String: String] = [:]
    /// Several values of one field.
    package var lists: [String: [String]] = [:]
    /// Several groups of parts, such as jobs.
    package var items: [String: [[String: String]]] = [:]
    /// What could not even be read as text.
    package var faults: [EntryFault] = []

    package init() {}

    package subscript(_ field: DossierField) -> String { texts[field.rawValue] ?? "" }

    /// The names of fields that came in.
    var names: Set<String> {
        Set((Array(texts.keys) + lists.keys + items.keys).map { String($0.prefix { $0 != "." }) })
    }
}

/// One thing that is wrong with what was entered.
package struct EntryFault: Hashable, Sendable {
    /// The field, or a part of it: `werkervaring.2.functie`, counted from 1.
    package let field: String
    /// Dutch sentences, without the value.
    package let message: String

    package init(field: String, message: String) {
        self.field = field
        self.message = message
    }
}

/// A text seems to touch a topic for which there is no field (P-DAT-6): to be confirmed, never refused.
package struct EntryWarning: Hashable, Sendable {
    package let field: String
    package let topic: SensitiveTopic
    /// How somebody says that it was meant: `motivatie:gezondheid`.
    package var confirmation: String { "\(field):\(topic.rawValue)" }

    package init(field: String, topic: SensitiveTopic) {
        self.field = field
        self.topic = topic
    }
}

/// What came of reading: a value, or everything that is wrong at once.
package struct EntryReading<Value: Sendable>: Sendable {
    /// Nil when there is a fault.
    package let value: Value?
    package let faults: [EntryFault]
    /// Those that nobody has confirmed.
    package let warnings: [EntryWarning]
}
