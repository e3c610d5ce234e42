import Foundation
import Testing
import Wire

/// A node's NDJSON answer, read without the code under test.
struct Lines {
    struct Line {
        private let fields: [String: Any]

        init(_ bytes: some Sequence<UInt8>) throws {
            let read = try JSONSerialization.jsonObject(with: Data(bytes))
            fields = try #require(read as? [String: Any])
        }

        subscript(_ name: String) -> Value? { fields[name].map(Value.init) }

        func text(_ name: String) throws -> String { try #require(self[name]?.text) }
    }

    struct Value {
        let raw: Any
        var text: String? { raw as? String }
        var number: Int? { raw as? Int }
    }

    let all: [Line]
    var hits: [Line] { all.filter { $0["soort"]?.text == "treffer" } }
    var region: Line? { all.first { $0["soort"]?.text == "regio" } }

    init(_ body: [UInt8]) throws {
        all = try body.split(separator: UInt8(ascii: "\n")).map { try Line($0) }
    }
}
