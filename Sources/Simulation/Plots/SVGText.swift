/// Pieces of SVG, escaped.
struct SVGText {
    private(set) var text = ""

    /// An element without children.
    mutating func element(_ name: String, _ attributes: [(String, String)]) {
        text += "<\(name)\(Self.written(attributes))/>\n"
    }

    /// An element around text.
    mutating func label(_ label: String, _ attributes: [(String, String)], name: String = "text") {
        text += "<\(name)\(Self.written(attributes))>\(Self.escaped(label))</\(name)>\n"
    }

    private static func written(_ attributes: [(String, String)]) -> String {
        attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
    }

    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
