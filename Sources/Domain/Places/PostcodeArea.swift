/// A Dutch four-digit postcode area (`3011`): as precise as an address gets outside the home region (P-DAT-3).
package struct PostcodeArea: Hashable, Sendable, Comparable, CustomStringConvertible {
    package enum Invalid: Error, Hashable { case notFourDigits }

    /// 1000 to 9999.
    package let number: UInt16
    package var description: String { String(number) }

    /// - Throws: `Invalid.notFourDigits`, also when the first digit is 0.
    package init(_ text: some StringProtocol) throws(Invalid) {
        guard text.utf8.count == 4, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = UInt16(text),
            number >= 1000
        else { throw .notFourDigits }
        self.number = number
    }

    package static func < (left: PostcodeArea, right: PostcodeArea) -> Bool { left.number < right.number }
}
