/// The jobseeker's request to be shown or hidden, as a case manager records it (P-ROL, P-VIS-5).
package struct VisibilityEntry: Hashable, Sendable {
    /// Names of its fields.
    package enum Field {
        package static let request = "verzoek"
        package static let reason = "reden"
    }

    /// Characters of each.
    package static let requestCharacters = 100
    package static let reasonCharacters = 500

    package let request: String
    package let reason: String

    /// Both must be there, without a BSN; a sensitive topic in the reason is to be confirmed (P-DAT-6).
    ///
    /// - Parameter confirmed: `EntryWarning.confirmation` of what was meant.
    package static func read(
        request: String, reason: String, confirmed: Set<String>
    ) -> EntryReading<VisibilityEntry> {
        var fields = EntryFields()
        fields.texts = [Field.request: request, Field.reason: reason]
        var reader = EntryReader(own: fields)
        let request = reader.required(Field.request) { (text) throws(EntryRefusal) in
            try EntryRule.words(text, atMost: requestCharacters)
        }
        let reason = reader.required(Field.reason) { (text) throws(EntryRefusal) in
            try EntryRule.words(text, atMost: reasonCharacters)
        }
        guard let request, let reason else { return reader.reading(nil) }
        reader.warn(Field.reason, reason)
        return reader.reading(VisibilityEntry(request: request, reason: reason), confirmed: confirmed)
    }
}
