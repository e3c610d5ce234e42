/// A value of a JSON text as a tree, for requests and small documents; hits stay bytes.
enum JSONValue {
    /// In the order of the text; no key twice.
    case object([(key: String, value: JSONValue)])
    case array([JSONValue])
    case string(String)
    /// The text of the number as well: an integer is read from it exactly.
    case number(String)
    case bool(Bool)
    case null

    /// What a sentence calls this kind of value.
    var kind: String {
        switch self {
        case .object: "object"
        case .array: "lijst"
        case .string: "tekst"
        case .number: "getal"
        case .bool: "ja/nee"
        case .null: "leeg"
        }
    }
}
