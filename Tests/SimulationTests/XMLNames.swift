import Foundation

/// The nesting of a document's elements, checked: each closed by its own name.
struct XMLNames {
    struct Unbalanced: Error { let name: String }

    let root: String

    init(of text: String) throws {
        var open: [Substring] = []
        var root = ""
        for piece in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
            guard let end = piece.firstIndex(of: ">") else { throw Unbalanced(name: String(piece)) }
            let tag = piece[..<end]
            let name = tag.split(whereSeparator: { " /".contains($0) }).first ?? ""
            if tag.hasPrefix("/") {
                guard open.popLast() == name else { throw Unbalanced(name: String(name)) }
            } else if !tag.hasSuffix("/") {
                if root.isEmpty { root = String(name) }
                open.append(name)
            }
        }
        guard open.isEmpty else { throw Unbalanced(name: String(open[0])) }
        self.root = root
    }
}
