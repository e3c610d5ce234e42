/// The words that stand in profiles, as small numbers, folded as written. A word that nobody has any more is forgotten,
/// letters and all.
///
/// Numbers below `first` are no words: a record marks the fields by them.
struct WordTable: Sendable {
    static let first: UInt32 = 16

    private(set) var texts = [String](repeating: "", count: Int(first))
    /// Places where each stands.
    private var holders = [UInt32](repeating: 0, count: Int(first))
    private var hashes = [Int](repeating: 0, count: Int(first))
    private var free: [UInt32] = []
    /// Open addressing with linear probing; 0 is free. A power of two, at most two thirds full.
    private var slots = [UInt32](repeating: 0, count: 64)
    private var used = 0

    var words: Set<String> { Set(texts.lazy.filter { !$0.isEmpty }) }
    /// The greatest number so far, and one.
    var capacity: Int { texts.count }

    func text(_ word: UInt32) -> String { texts[Int(word)] }

    /// Adds each word among `words`, with in how many places it stands.
    func addPlaces(of words: Range<Int>, to places: inout [String: Int]) {
        for word in words where !texts[word].isEmpty { places[texts[word]] = Int(holders[word]) }
    }

    /// The number of a folded word.
    func number(of text: String) -> UInt32? {
        var text = text
        return text.withUTF8 { unsafe find($0, hash: Self.hash($0)).word }
    }

    /// The hash by which a word is found: of this process only.
    static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var hasher = Hasher()
        unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        return hasher.finalize()
    }

    /// Notes one more occurrence of a word; whether it is new.
    mutating func retain(_ bytes: UnsafeBufferPointer<UInt8>, hash: Int) -> (word: UInt32, isNew: Bool) {
        let found = unsafe find(bytes, hash: hash)
        if let word = found.word {
            holders[Int(word)] += 1
            return (word, false)
        }
        let text = unsafe String(decoding: bytes, as: UTF8.self)
        let word = free.popLast() ?? UInt32(texts.count)
        if Int(word) == texts.count {
            texts.append(text)
            holders.append(1)
            hashes.append(hash)
        } else {
            (texts[Int(word)], holders[Int(word)], hashes[Int(word)]) = (text, 1, hash)
        }
        slots[found.slot] = word
        used += 1
        if used * 3 > slots.count * 2 { grow() }
        return (word, true)
    }

    /// Notes one occurrence less; true when it was the last, and the word is forgotten.
    mutating func release(_ word: UInt32) -> Bool {
        let number = Int(word)
        holders[number] -= 1
        guard holders[number] == 0 else { return false }
        clear(slotOf(word))
        used -= 1
        (texts[number], hashes[number]) = ("", 0)
        free.append(word)
        return true
    }

    /// The word of these letters, or the free slot in which it would be.
    private func find(_ bytes: UnsafeBufferPointer<UInt8>, hash: Int) -> (word: UInt32?, slot: Int) {
        let mask = slots.count - 1
        var slot = hash & mask
        while slots[slot] != 0 {
            let word = slots[slot]
            if hashes[Int(word)] == hash, unsafe texts[Int(word)].utf8.elementsEqual(bytes) { return (word, slot) }
            slot = (slot + 1) & mask
        }
        return (nil, slot)
    }

    private func slotOf(_ word: UInt32) -> Int {
        let mask = slots.count - 1
        var slot = hashes[Int(word)] & mask
        while slots[slot] != word { slot = (slot + 1) & mask }
        return slot
    }

    /// Frees a slot, and moves up what stands behind it for want of a better place.
    private mutating func clear(_ slot: Int) {
        let mask = slots.count - 1
        var hole = slot
        var next = (hole + 1) & mask
        while slots[next] != 0 {
            let home = hashes[Int(slots[next])] & mask
            if (next &- home) & mask >= (next &- hole) & mask {
                slots[hole] = slots[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        slots[hole] = 0
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt32](repeating: 0, count: old.count * 2)
        let mask = slots.count - 1
        for word in old where word != 0 {
            var slot = hashes[Int(word)] & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = word
        }
    }
}
