/// A municipality's CBS code: `GM` and four digits (`GM0599` is Rotterdam).
package struct MunicipalityCode: Hashable, Sendable, Comparable, CustomStringConvertible {
    package enum Invalid: Error, Hashable { case notGMAndFourDigits }

    package let code: String
    package var description: String { code }

    /// - Throws: `Invalid.notGMAndFourDigits`.
    package init(_ text: String) throws(Invalid) {
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes.starts(with: "GM".utf8), bytes.dropFirst(2).allSatisfy({ (48...57).contains($0) })
        else { throw .notGMAndFourDigits }
        code = text
    }

    package static func < (left: MunicipalityCode, right: MunicipalityCode) -> Bool { left.code < right.code }
}
