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
        // ASCII first: in upper case the one sign of a ligature becomes two letters.
        guard text.utf8.allSatisfy({ $0 < 0x80 }), let area = try? PostcodeArea(text.prefix(4)) else {
            throw .notADutchPostcode
        }
        let rest = text.dropFirst(4)
        let letters = (rest.first == " " ? rest.dropFirst() : rest).uppercased()
        guard letters.utf8.count == 2, letters.utf8.allSatisfy({ (65...90).contains($0) }),
            !["SA", "SD", "SS"].contains(letters)
        else { throw .notADutchPostcode }
        self.area = area
        self.letters = letters
    }
}
