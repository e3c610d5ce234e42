/// A full Dutch postcode (`3011 AB`), kept without the space. Internal to the home region (P-DAT-3).
package struct Postcode: Hashable, Sendable, CustomStringConvertible {
    package enum Invalid: Error, Hashable { case notADutchPostcode }

    package let area: PostcodeArea
    package let letters: String
    package var description: String { "\(area)\(letters)" }

    /// Accepts `3011AB`, `3011 AB` and lower case.
    ///
    /// - Throws: `Invalid.notADutchPostcode`, also for the letters SA, SD and SS, which are never issued.
    package init(_ text: String) throws(Invalid) {
        let compact = text.filter { $0 != " " }.uppercased()
        guard compact.utf8.count == 6, let area = try? PostcodeArea(compact.prefix(4)) else { throw .notADutchPostcode }
        let letters = String(compact.suffix(2))
        guard letters.utf8.allSatisfy({ (65...90).contains($0) }), !["SA", "SD", "SS"].contains(letters) else {
            throw .notADutchPostcode
        }
        self.area = area
        self.letters = letters
    }
}
