/// Dutch words without their inflection, so that "monteurs" is found by "monteur": Martin Porter's algorithm for
/// Snowball (https://snowballstem.org/algorithms/dutch/stemmer.html), called `dutch` up to version 2.2 and
/// `dutch_porter` since 3.0.
enum DutchStemmer {
    /// The stem of `word`, which is folded (`Analyzer.fold`); a word that is not ASCII, or has one or two letters, is
    /// its own stem.
    ///
    /// Snowball takes accents off before anything else, so folding first changes nothing but "è", which Snowball keeps.
    static func stem(_ word: String) -> String {
        let bytes = word.utf8
        guard bytes.count > 2, bytes.allSatisfy({ $0 < 0x80 }) else { return word }
        var ending = Ending(bytes)
        ending.strip()
        return ending.letters.count == bytes.count && ending.isAsGiven ? word : ending.word
    }

    /// The stem of `word` with its end written as in the singular, for the words that Snowball keeps apart: "bus" and
    /// "bussen", "bedrijf" and "bedrijven", "huis" and "huizen", "technicus" and "technici".
    static func root(_ word: String) -> String { singular(stem(word)) }

    /// `stem` with its last letter once, v as f, z as s, and -ici as -icus; it changes its own results no more.
    static func singular(_ stem: String) -> String {
        guard stem.utf8.count > 3, let last = stem.utf8.last, last < 0x80 else { return stem }
        if stem.hasSuffix("ici") { return stem.dropLast() + "us" }
        guard !Letter.isVowel(last) else { return stem }
        let end = Letter.ending(last)
        var rest = stem.utf8.dropLast()
        while rest.count > 2, let letter = rest.last, Letter.ending(letter) == end { rest.removeLast() }
        guard end != last || rest.count + 1 < stem.utf8.count else { return stem }
        return String(Substring(rest)) + String(Unicode.Scalar(end))
    }

    /// The end of one word, and what may be taken off it. Every step works on the end, so a "cursor" is a count.
    private struct Ending {
        /// While it is worked on, a capital I or Y is one that counts as a consonant.
        private(set) var letters: [UInt8]
        /// False when letters were replaced rather than taken off.
        private(set) var isAsGiven = true
        /// Where R1 and R2 begin: after the first, and after the second, consonant that follows a vowel.
        private var regions = (first: 0, second: 0)

        init(_ word: String.UTF8View) {
            letters = Array(word)
            markConsonants()
            markRegions()
        }

        var word: String {
            String(decoding: letters.lazy.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
        }

        mutating func strip() {
            stripPlural()
            let hadE = stripE()
            stripHeid()
            stripDerivation(hadE: hadE)
            undoubleVowel()
        }

        /// `y` at the start or after a vowel, and `i` between vowels, are consonants.
        private mutating func markConsonants() {
            if letters[0] == Letter.y { letters[0] = Letter.consonantY }
            for index in 1..<letters.count where Letter.isVowel(letters[index - 1]) {
                if letters[index] == Letter.y {
                    letters[index] = Letter.consonantY
                } else if letters[index] == Letter.i, index + 1 < letters.count, Letter.isVowel(letters[index + 1]) {
                    letters[index] = Letter.consonantI
                }
            }
        }

        private mutating func markRegions() {
            let first = pastConsonantAfterVowel(from: 0)
            regions = (max(first, 3), first < letters.count ? pastConsonantAfterVowel(from: first) : letters.count)
        }

        private func pastConsonantAfterVowel(from start: Int) -> Int {
            guard let vowel = letters[start...].firstIndex(where: Letter.isVowel),
                let consonant = letters[vowel...].firstIndex(where: { !Letter.isVowel($0) })
            else { return letters.count }
            return consonant + 1
        }

        /// -heden, -ene, -en, -se, -s.
        private mutating func stripPlural() {
            if ends(in: "heden") {
                guard letters.count - 5 >= regions.first else { return }
                take(5)
                letters += "heid".utf8
                isAsGiven = false
            } else if ends(in: "ene") {
                stripEn(3)
            } else if ends(in: "en") {
                stripEn(2)
            } else if ends(in: "se") {
                stripS(2)
            } else if ends(in: "s") {
                stripS(1)
            }
        }

        private mutating func stripS(_ count: Int) {
            let left = letters.count - count
            guard left >= regions.first, left > 0, !Letter.isVowel(letters[left - 1]), letters[left - 1] != Letter.j
            else { return }
            take(count)
        }

        private mutating func stripEn(_ count: Int) {
            guard letters.count - count >= regions.first, hasConsonant(before: count), !ends(in: "gem", before: count)
            else { return }
            take(count)
            undouble()
        }

        /// Whether an -e was taken off.
        private mutating func stripE() -> Bool {
            guard ends(in: "e"), letters.count - 1 >= regions.first, hasConsonant(before: 1) else { return false }
            take(1)
            undouble()
            return true
        }

        private mutating func stripHeid() {
            guard ends(in: "heid"), letters.count - 4 >= regions.second, !ends(in: "c", before: 4) else { return }
            take(4)
            if ends(in: "en") { stripEn(2) }
        }

        /// -end, -ing, -ig, -lijk, -baar, -bar.
        private mutating func stripDerivation(hadE: Bool) {
            if ends(in: "end") || ends(in: "ing") {
                guard stripInSecond(3) else { return }
                if !(ends(in: "ig") && !ends(in: "e", before: 2) && stripInSecond(2)) { undouble() }
            } else if ends(in: "ig") {
                if !ends(in: "e", before: 2) { _ = stripInSecond(2) }
            } else if ends(in: "lijk") {
                if stripInSecond(4) { _ = stripE() }
            } else if ends(in: "baar") {
                _ = stripInSecond(4)
            } else if ends(in: "bar"), hadE {
                _ = stripInSecond(3)
            }
        }

        /// "maan" is the stem of "manen" too, so both are "man".
        private mutating func undoubleVowel() {
            let count = letters.count
            guard count >= 4, !Letter.isVowel(letters[count - 1]), letters[count - 1] != Letter.consonantI,
                letters[count - 2] == letters[count - 3], Letter.canBeDouble(letters[count - 2]),
                !Letter.isVowel(letters[count - 4])
            else { return }
            letters.remove(at: count - 2)
            isAsGiven = false
        }

        private mutating func undouble() {
            if ends(in: "kk") || ends(in: "dd") || ends(in: "tt") { take(1) }
        }

        private mutating func stripInSecond(_ count: Int) -> Bool {
            guard letters.count - count >= regions.second else { return false }
            take(count)
            return true
        }

        private mutating func take(_ count: Int) { letters.removeLast(count) }

        private func hasConsonant(before count: Int) -> Bool {
            letters.count > count && !Letter.isVowel(letters[letters.count - count - 1])
        }

        /// Whether the word, but for its last `count` letters, ends in `suffix`.
        private func ends(in suffix: StaticString, before count: Int = 0) -> Bool {
            let size = suffix.utf8CodeUnitCount
            var place = letters.count - count - size
            guard place >= 0 else { return false }
            for offset in 0..<size {
                guard unsafe letters[place] == suffix.utf8Start[offset] else { return false }
                place += 1
            }
            return true
        }
    }

    private enum Letter {
        static let i = UInt8(ascii: "i")
        static let j = UInt8(ascii: "j")
        static let y = UInt8(ascii: "y")
        static let consonantI = UInt8(ascii: "I")
        static let consonantY = UInt8(ascii: "Y")

        static func isVowel(_ letter: UInt8) -> Bool {
            switch letter {
            case UInt8(ascii: "a"), UInt8(ascii: "e"), i, UInt8(ascii: "o"), UInt8(ascii: "u"), y: true
            default: false
            }
        }

        /// v and z do not end a Dutch word.
        static func ending(_ letter: UInt8) -> UInt8 {
            switch letter {
            case UInt8(ascii: "v"): UInt8(ascii: "f")
            case UInt8(ascii: "z"): UInt8(ascii: "s")
            default: letter
            }
        }

        /// aa, ee, oo, uu.
        static func canBeDouble(_ letter: UInt8) -> Bool { isVowel(letter) && letter != i && letter != y }
    }
}
