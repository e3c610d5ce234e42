/// Finds numbers that can be a BSN: nine digits standing alone, with the usual separators, that pass the eleven test.
enum ElevenTest {
    static func finds(in text: String) -> Bool {
        var digits: [Int] = []
        var separators = 0
        for character in text + "\n" {
            if let digit = character.wholeNumberValue, character.isASCII {
                digits.append(digit)
                separators = 0
            } else if " .-".contains(character), separators == 0, !digits.isEmpty {
                separators += 1
            } else {
                if passes(digits) { return true }
                digits = []
                separators = 0
            }
        }
        return passes(digits)
    }

    private static func passes(_ digits: [Int]) -> Bool {
        guard digits.count == 9, digits.contains(where: { $0 != 0 }) else { return false }
        let sum = zip(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]).reduce(0) { $0 + $1.0 * $1.1 }
        return sum % 11 == 0
    }
}
