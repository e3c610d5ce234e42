import Foundation
package import Hummingbird
package import WebUI
import Wire

/// The fields of a form as a browser sends them (`application/x-www-form-urlencoded`).
package struct FormBody: Sendable {
    /// Bytes and fields of one form.
    static let bytes = 32 * 1024
    static let fields = 400

    package let all: [FormField]

    /// - Parameter texts: fields that may have several lines; their ends become `\n`.
    /// - Throws: `Problem` 413, 415; 400 for what is no form.
    package static func read(_ request: Request, texts: Set<String> = []) async throws -> FormBody {
        let bytes = try await request.bytes(of: "application/x-www-form-urlencoded", upTo: Self.bytes)
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
            $0.value >= 32 && $0.value != 127 || hasLines && $0 == "\n"
        }
        return isClean ? text : nil
    }
}
