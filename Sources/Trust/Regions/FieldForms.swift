import Domain
import Foundation

/// How single values are written in the files of the folder; each is nil for anything else.
enum FieldForms {
    /// A name: 1 to 80 characters, no control characters, no space at its ends.
    static func name(_ text: String) -> String? {
        let plain = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return (1...80).contains(text.count) && plain && trimmed == text ? text : nil
    }

    /// `AM` and two digits.
    static func cbsCode(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        return bytes.count == 4 && bytes.starts(with: "AM".utf8) && bytes.dropFirst(2).allSatisfy(isDigit) ? text : nil
    }

    static func flag(_ text: String) -> Bool? { text == "true" ? true : text == "false" ? false : nil }

    static func host(_ text: String) -> String? { HostName.isValid(text) ? text : nil }

    /// 1 to 65535.
    static func port(_ text: String) -> Int? { count(text).flatMap { (1...65_535).contains($0) ? $0 : nil } }

    /// A whole number in plain digits, at most nine.
    static func count(_ text: some StringProtocol) -> Int? {
        (1...9).contains(text.utf8.count) && text.utf8.allSatisfy(isDigit) ? Int(text) : nil
    }

    /// Degrees in plain decimals, `52.3740`.
    static func degrees(_ text: some StringProtocol) -> Double? {
        let parts = text.utf8.split(separator: 46, omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ (1...9).contains($0.count) && $0.allSatisfy(isDigit) })
        else { return nil }
        return Double(text)
    }

    /// An IP address, version 4 or 6.
    static func address(_ text: String) -> String? {
        var four = in_addr()
        var six = in6_addr()
        let known = unsafe inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1
        return known ? text : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
