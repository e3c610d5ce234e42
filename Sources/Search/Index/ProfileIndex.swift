package import Domain

/// An inverted index over showcase profiles, in memory: put, remove, search.
///
/// Invariants: what is removed leaves nothing behind, neither a word nor a facet's value; the same profiles give the
/// same answers in whatever order and index they were put. A value type: whoever shares one guards it.
package struct ProfileIndex: Sendable {
    /// What the index keeps of one profile besides the profile.
    struct Document {
        let profile: ShowcaseProfile
        let centre: Coordinate?
        /// Numbers in `facets`, in the order of `Facet.allCases`.
        let facetValues: [[Int]]
        /// The halves of the profile's id, for the order of ties.
        let idHalves: (UInt64, UInt64)
    }

    let places: PostcodeTable
    private(set) var documents: [Document?] = []
    private(set) var lists: [String: PostingList] = [:]
    private(set) var facets = [FacetValues](repeating: FacetValues(), count: Facet.allCases.count)
    private var numbers: [ProfileID: UInt32] = [:]
    private var free: [UInt32] = []

    /// - Parameter places: where postcode areas lie, for filters on distance.
    package init(places: PostcodeTable) { self.places = places }

    /// Profiles in the index.
    package var count: Int { numbers.count }

    /// Every word that some profile has: for checks that nothing of a removed one is left.
    package var words: Set<String> { Set(lists.keys) }

    package func profile(_ id: ProfileID) -> ShowcaseProfile? { numbers[id].flatMap { documents[Int($0)]?.profile } }

    /// Puts `profile` in the index, in place of the one with its id.
    package mutating func put(_ profile: ShowcaseProfile) {
        remove(profile.id)
        let number = free.popLast() ?? UInt32(documents.count)
        if number == UInt32(documents.count) { documents.append(nil) }
        documents[Int(number)] = Document(
            profile: profile, centre: places[profile.postcodeArea]?.centre,
            facetValues: Facet.allCases.enumerated().map { index, facet in
                facet.values(of: profile).map { facets[index].retain($0) }
            },
            idHalves: profile.id.halves)
        numbers[profile.id] = number
        for (word, posting) in Self.postings(of: profile, number: number) {
            lists[word, default: PostingList()].insert(posting)
        }
    }

    /// Takes a profile out, with its words; nil when it was not in.
    @discardableResult
    package mutating func remove(_ id: ProfileID) -> ShowcaseProfile? {
        guard let number = numbers.removeValue(forKey: id), let document = documents[Int(number)] else { return nil }
        for word in Self.postings(of: document.profile, number: number).keys {
            lists[word]?.remove(number)
            if lists[word]?.isEmpty == true { lists[word] = nil }
        }
        for (index, values) in document.facetValues.enumerated() {
            for value in values { facets[index].release(value) }
        }
        documents[Int(number)] = nil
        free.append(number)
        return document.profile
    }

    private static func postings(of profile: ShowcaseProfile, number: UInt32) -> [String: Posting] {
        var postings: [String: Posting] = [:]
        for field in SearchField.allCases {
            for text in field.texts(of: profile) {
                Analyzer.forEachWord(in: text) { word in
                    var posting = postings[word] ?? Posting(document: number, fields: 0, count: 0)
                    posting.fields |= field.rawValue
                    if posting.count < .max { posting.count += 1 }
                    postings[word] = posting
                }
            }
        }
        return postings
    }
}

extension Facet {
    /// What `profile` counts for, each value once.
    func values(of profile: ShowcaseProfile) -> [String] {
        switch self {
        case .municipality: [profile.municipality.code]
        case .targetGroup: Self.once(profile.targetGroups.map(\.rawValue))
        case .occupation: Self.once(profile.occupations)
        }
    }

    private static func once(_ values: [String]) -> [String] {
        var seen: Set<String> = []
        return values.filter { seen.insert($0).inserted }
    }
}

extension ProfileID {
    /// The id's bytes as two numbers, the little end first.
    fileprivate var halves: (UInt64, UInt64) {
        func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
        let bytes = bytes
        return (number(bytes[..<8]), number(bytes[8...]))
    }
}
