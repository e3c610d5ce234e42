/// The targets of Package.swift and their arrows, read as text: `room("Trust", ["Domain", nioSSL])`.
struct Manifest {
    struct Room: Hashable {
        let name: String
        let line: Int
        /// Names of targets and of products, as they are imported.
        let arrows: [String]
    }

    let rooms: [Room]

    init(_ text: String) {
        let products = Self.products(in: text)
        let known = ["room(", ".executableTarget("]
        var rooms: [Room] = []
        for opening in known {
            var rest = text[...]
            while let start = rest.firstRange(of: opening) {
                let before = text[..<start.lowerBound]
                rest = rest[start.upperBound...]
                guard let name = Self.quoted(in: rest), !before.hasSuffix("func "), let open = rest.firstIndex(of: "[")
                else { continue }
                let list = rest[open...].prefix { $0 != "]" }
                let arrows = list.dropFirst().split { ", \n\t".contains($0) }.compactMap { item -> String? in
                    item.hasPrefix("\"")
                        ? String(item.dropFirst().dropLast()) : products[String(item)] ?? String(item)
                }
                rooms.append(Room(name: name, line: before.count { $0 == "\n" } + 1, arrows: arrows))
            }
        }
        self.rooms = rooms
    }

    /// All that `name` reaches along the arrows, but not through the targets in `stopping`.
    func reached(from name: String, stopping: Set<String> = []) -> Set<String> {
        let arrows = Dictionary(rooms.map { ($0.name, $0.arrows) }, uniquingKeysWith: { first, _ in first })
        var found: Set<String> = []
        var waiting = arrows[name] ?? []
        while let next = waiting.popLast() {
            guard found.insert(next).inserted, !stopping.contains(next) else { continue }
            waiting += arrows[next] ?? []
        }
        return found
    }

    /// `let grdb = Target.Dependency.product(name: "GRDB", ...)` by its name in the manifest.
    private static func products(in text: String) -> [String: String] {
        var result: [String: String] = [:]
        for line in text.split(separator: "\n") where line.contains("Target.Dependency.product(name:") {
            let words = line.split(separator: " ")
            if words.count > 1, let product = quoted(in: line) { result[String(words[1])] = product }
        }
        return result
    }

    /// What stands between the first two quotes.
    private static func quoted(in text: Substring) -> String? {
        guard let open = text.firstIndex(of: "\"") else { return nil }
        let after = text[text.index(after: open)...]
        return after.firstIndex(of: "\"").map { String(after[..<$0]) }
    }
}
