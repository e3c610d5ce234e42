/// Takes Dutch compounds apart by a list of words that they are made of: "onderhoudsmonteur" is "onderhoud" and
/// "monteur".
///
/// The last part must be known as a head; what stands before it must be one or two known modifiers, perhaps with a
/// joining s, e, en or n. Only some heads that cannot be mistaken ("medewerker") stand after a word that is not known.
struct CompoundSplitter: Sendable {
    /// What a word may be in a compound.
    private struct Roles: OptionSet {
        let rawValue: UInt8
        static let head = Roles(rawValue: 1)
        /// A head after whatever word.
        static let sureHead = Roles(rawValue: 2)
        static let modifier = Roles(rawValue: 4)
        /// Looks like a compound, but is a word of its own.
        static let whole = Roles(rawValue: 8)
        static let tooGeneral = Roles(rawValue: 16)

        init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Of a cell of the file; nil when it has a role that is not known.
        init?(_ cell: Substring) {
            self = []
            for role in cell.split(separator: "|", omittingEmptySubsequences: false) {
                switch role {
                case "kop": insert(.head)
                case "zeker": formUnion([.head, .sureHead])
                case "bepaling": insert(.modifier)
                case "heel": insert(.whole)
                case "algemeen": insert(.tooGeneral)
                default: return nil
                }
            }
        }
    }

    /// Shorter words are not taken apart.
    static let shortestWord = 7
    /// Longer ones are no Dutch.
    static let longestWord = 60
    private static let shortestPart = 3
    private static let shortestUnknown = 4
    /// A known modifier of this many letters may be a compound itself.
    private static let shortestInner = 8
    private static let joints: [[UInt8]] = ["", "s", "e", "en", "n"].map { Array($0.utf8) }
    private static let inflections: [[UInt8]] = ["s", "en", "n"].map { Array($0.utf8) }
    private static let shortestInflected = 5

    private let roles: [UInt64: Roles]

    /// Names that say too little to be a synonym of anything: "medewerker".
    let tooGeneral: Set<String>

    /// - Throws: `VocabularyFile.Invalid` for a role that is not known, a word that is not plain letters, or one that
    ///   stands there twice.
    init(_ file: VocabularyFile) throws(VocabularyFile.Invalid) {
        var roles: [UInt64: Roles] = [:]
        roles.reserveCapacity(file.rows.count)
        var known: [Substring: Roles] = [:]
        var tooGeneral: Set<String> = []
        for (index, row) in file.rows.enumerated() {
            guard row.first.utf8.allSatisfy({ (97...122).contains($0) }) else {
                throw file.invalid(row: index, "\(row.first) is not of the letters a to z")
            }
            if known[row.second] == nil { known[row.second] = Roles(row.second) }
            guard let found = known[row.second] else {
                throw file.invalid(row: index, "there is no role \(row.second)")
            }
            guard roles.updateValue(found, forKey: HashedWord.hash(row.first.utf8)) == nil else {
                throw file.invalid(row: index, "\(row.first) stands there twice")
            }
            if found.contains(.tooGeneral) { tooGeneral.insert(String(row.first)) }
        }
        self.roles = roles
        self.tooGeneral = tooGeneral
    }

    func parts(of word: String) -> [String] {
        let count = word.utf8.count
        guard count >= Self.shortestWord, count <= Self.longestWord,
            word.utf8.allSatisfy({ (97...122).contains($0) })
        else { return [] }
        let hashed = HashedWord(word.utf8)
        return split(hashed).map { String(decoding: hashed.letters[$0], as: UTF8.self) }
    }

    /// The part of `word` that says what it is: its last part, or the word itself when it is known as one.
    ///
    /// - Returns: Also whether the head is one that cannot be mistaken; nil for a word that is no known head.
    func head(of word: String) -> (word: String, isSure: Bool)? {
        let count = word.utf8.count
        guard count >= Self.shortestPart, count <= Self.longestWord else { return nil }
        let head = parts(of: word).last ?? word
        let role = roles[HashedWord.hash(head.utf8)] ?? []
        return role.contains(.head) ? (head, role.contains(.sureHead)) : nil
    }

    private func split(_ word: HashedWord) -> [Range<Int>] {
        let count = word.letters.count
        guard !isWhole(word) else { return [] }
        var unknown: [Range<Int>] = []
        for start in Self.shortestPart..<(count - Self.shortestPart + 1) {
            guard let role = headRoles(word, start..<count) else { continue }
            let before = modifiers(word, 0..<start)
            if !before.isEmpty { return before + [start..<count] }
            if unknown.isEmpty, role.contains(.sureHead), start >= Self.shortestUnknown {
                unknown = [0..<start, start..<count]
            }
        }
        return unknown
    }

    /// Of `range` as a head, perhaps as a plural; nil when it is none.
    private func headRoles(_ word: HashedWord, _ range: Range<Int>) -> Roles? {
        let role = roles(word, range)
        if role.contains(.head) { return role }
        return uninflected(word, range).lazy.map { roles(word, $0) }.first { $0.contains(.head) }
    }

    private func isWhole(_ word: HashedWord) -> Bool {
        let range = 0..<word.letters.count
        return roles(word, range).contains(.whole)
            || uninflected(word, range).contains { roles(word, $0).contains(.whole) }
    }

    /// What `range` may be the plural of.
    private func uninflected(_ word: HashedWord, _ range: Range<Int>) -> some Sequence<Range<Int>> {
        Self.inflections.lazy
            .filter { range.count - $0.count >= Self.shortestInflected && word.ends(range, in: $0) }
            .map { range.lowerBound..<range.upperBound - $0.count }
    }

    /// The known parts that `range` consists of: one or two, or none.
    private func modifiers(_ word: HashedWord, _ range: Range<Int>) -> [Range<Int>] {
        guard let known = modifier(word, range) else { return twoModifiers(word, range) }
        guard known.count >= Self.shortestInner, !roles(word, known).contains(.whole) else { return [known] }
        let inner = twoModifiers(word, range)
        return inner.isEmpty ? [known] : inner
    }

    private func twoModifiers(_ word: HashedWord, _ range: Range<Int>) -> [Range<Int>] {
        let first = range.lowerBound + Self.shortestPart
        let last = range.upperBound - Self.shortestUnknown
        guard first <= last else { return [] }
        for middle in first...last {
            if let right = modifier(word, middle..<range.upperBound), right.count >= Self.shortestUnknown,
                let left = modifier(word, range.lowerBound..<middle)
            {
                return [left, right]
            }
        }
        return []
    }

    /// `range` without a joint, when what is left is known as a modifier.
    private func modifier(_ word: HashedWord, _ range: Range<Int>) -> Range<Int>? {
        for joint in Self.joints
        where range.count - joint.count >= Self.shortestPart && word.ends(range, in: joint) {
            let part = range.lowerBound..<range.upperBound - joint.count
            if roles(word, part).contains(.modifier) { return part }
        }
        return nil
    }

    private func roles(_ word: HashedWord, _ range: Range<Int>) -> Roles { roles[word.hash(range)] ?? [] }
}

/// A word of which each part has a hash that is known without reading the part: a word has some hundred parts that are
/// looked up, at every start of a node.
private struct HashedWord {
    let letters: [UInt8]
    /// Of the first letters: none, one, two ...
    private let hashes: [UInt64]

    init(_ word: some Collection<UInt8>) {
        letters = Array(word)
        var hash: UInt64 = 0
        var hashes: [UInt64] = [0]
        hashes.reserveCapacity(letters.count + 1)
        for letter in letters {
            hash = hash &* Self.base &+ UInt64(letter)
            hashes.append(hash)
        }
        self.hashes = hashes
    }

    /// Of a word as a whole: what `hash` says of it as a part.
    static func hash(_ word: some Sequence<UInt8>) -> UInt64 { word.reduce(0) { $0 &* base &+ UInt64($1) } }

    func hash(_ range: Range<Int>) -> UInt64 {
        hashes[range.upperBound] &- hashes[range.lowerBound] &* Self.powers[range.count]
    }

    func ends(_ range: Range<Int>, in suffix: [UInt8]) -> Bool {
        letters[range.upperBound - suffix.count..<range.upperBound].elementsEqual(suffix)
    }

    private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let powers: [UInt64] = (0...CompoundSplitter.longestWord).reduce(into: []) { powers, _ in
        powers.append((powers.last).map { $0 &* base } ?? 1)
    }
}
