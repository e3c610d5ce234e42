import Domain

/// What is looked at of a hit that is passed on unread: how it is ordered, whose it is, and whether the asking region
/// can read it. One hit that `HitView` does not take would cost the asker the answers of all regions.
///
/// Values with a form of their own are taken only as it is usually written, without escapes.
struct HitForm {
    /// Members that a hit must have.
    private static let needed = 12

    private let region: [UInt8]
    /// What its handles begin with.
    private let handlePrefix: [UInt8]
    private(set) var score: Int?
    private(set) var tie: UInt64?
    private(set) var handle: ArraySlice<UInt8>?
    /// Why it is refused, as far as it is known.
    private var fault: String?
    private var taken = 0

    /// - Parameter region: whose hit it must be.
    init(of region: RegionCode) {
        self.region = Array(region.slug.utf8)
        handlePrefix = self.region + [UInt8(ascii: ".")]
    }

    /// Looks at one member of the line; each key comes once.
    mutating func take(_ key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        let isGood: Bool
        switch String(decoding: key, as: UTF8.self) {
        case "soort": isGood = Self.text(value).elementsEqual("treffer".utf8)
        case "score":
            score = Int(String(decoding: value, as: UTF8.self)).flatMap { Limits.scores.contains($0) ? $0 : nil }
            isGood = score != nil
        case "rang":
            let digits = Self.text(value)
            tie = digits.count == 16 ? Hexadecimal.value(String(decoding: digits, as: UTF8.self)) : nil
            isGood = tie != nil
        case "handvat":
            handle = value
            isGood = Self.text(value).starts(with: handlePrefix)
        case "regio": isGood = Self.text(value).elementsEqual(region)
        case "gemeente": isGood = (try? MunicipalityCode(Self.word(value))) != nil
        case "postcodegebied": isGood = (try? PostcodeArea(Self.word(value))) != nil
        case "beroepen", "vaardigheden": isGood = Self.isListOfTexts(value)
        case "opleiding": isGood = value.first == UInt8(ascii: "\"")
        case "urenPerWeek": isGood = Self.isHours(value)
        case "beschikbaarVanaf": isGood = (try? CalendarDay(Self.word(value))) != nil
        default: return
        }
        taken += 1
        if !isGood { fault = fault ?? "its \(String(decoding: key, as: UTF8.self)) is none, or another region's" }
    }

    /// What is wrong with the whole; nil for a hit that can be merged.
    var finding: String? { fault ?? (taken == Self.needed ? nil : "a hit lacks a member") }

    /// The inside of a text; nothing when the value is none.
    private static func text(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        value.count >= 2 && value.first == UInt8(ascii: "\"") ? value.dropFirst().dropLast() : []
    }

    private static func word(_ value: ArraySlice<UInt8>) -> String { String(decoding: text(value), as: UTF8.self) }

    /// Of a value that is JSON: a list with nothing but texts in it.
    private static func isListOfTexts(_ value: ArraySlice<UInt8>) -> Bool {
        guard value.first == UInt8(ascii: "["), value.last == UInt8(ascii: "]") else { return false }
        var isInside = false
        var isEscaped = false
        for byte in value.dropFirst().dropLast() {
            if isEscaped {
                isEscaped = false
            } else if isInside {
                isEscaped = byte == UInt8(ascii: "\\")
                isInside = byte != UInt8(ascii: "\"")
            } else if byte == UInt8(ascii: "\"") {
                isInside = true
            } else if byte != UInt8(ascii: ",") {
                return false
            }
        }
        return true
    }

    private static func isHours(_ value: ArraySlice<UInt8>) -> Bool {
        guard let tree = try? Tree.read(value, line: 0), let minimum = tree["minimaal"]?.integer,
            let maximum = tree["maximaal"]?.integer
        else { return false }
        return (try? WeeklyHours(minimum: minimum, maximum: maximum)) != nil
    }
}
