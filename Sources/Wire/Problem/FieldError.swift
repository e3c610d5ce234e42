/// One thing that is wrong with a request: where, and a plain Dutch sentence.
package struct FieldError: Hashable, Sendable {
    /// The field's path, `filters.gebied.postcode`; empty for the document itself.
    package let field: String
    package let message: String

    package init(field: String, message: String) {
        self.field = field
        self.message = message
    }
}

/// A request that is refused whole, with everything that is wrong with it.
package struct RequestRefusal: Error, Hashable {
    package let errors: [FieldError]

    package init(_ errors: [FieldError]) { self.errors = errors }
}
