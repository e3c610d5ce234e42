import Foundation
package import Hummingbird
package import WebUI
import Wire

/// The fields of a form as a browser sends them (`application/x-www-form-urlencoded`).
package struct FormBody: Sendable {
    /// Bytes and fields of one form.
    package static let bytes = 32 * 1024
    static let fields = 400

    package let all: [FormField]

    /// - Parameters:
    ///   - texts: fields that may have several lines; their ends become `\n`.
    ///   - limit: bytes of the form; more than usual for a long text.
    /// - Throws: `Problem` 413, 415; 400 for what is no form.
    package static func read(
        _ request: Request, texts: Set<String> = [], upTo limit: Int = Self.bytes
    ) async throws -> FormBody {
        let bytes = try await request.bytes(of: "application/x-www-form-urlencoded", upTo: limit)
        let pairs = bytes.split(separator: UInt8(ascii: "&"))
        guard pairs.count <= fields else { throw Problem.badRequest([]) }
        return FormBody(
            all: try pairs.map { pair in
                let sides = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                guard let name = text(sides[0]),
                    let value = sides.count == 2 ? text(sides[1], hasLines: texts.contains(name)) : ""
                else {
                    throw Problem.badRequest([FieldError(field: "", message: "Dit is geen geldig formulier.")])
                }
                return FormField(name, value)
            })
    }

    package func first(_ name: String) -> String? { all.first { $0.name == name }?.value }

    /// `bytes` with `+` and `%xx` decoded; nil for anything malformed, for control characters and for bytes that are
    /// not UTF-8.
    private static func text(_ bytes: ArraySlice<UInt8>, hasLines: Bool = false) -> String? {
        let spaced = bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        guard var text = String(validating: spaced, as: UTF8.self)?.removingPercentEncoding else { return nil }
        if hasLines { text = text.replacing("\r\n", with: "\n") }
        let isClean = text.unicodeScalars.allSatisfy {
            $0.value >= 32 && $0.value != 127 || hasLines && ($0 == "\n" || $0 == "\t")
        }
        return isClean ? text : nil
    }
}
