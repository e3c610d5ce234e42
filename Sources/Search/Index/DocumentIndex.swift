import Domain

/// The part of an index that is the same whatever kind of profile it holds: words, facets and what is filtered by, of
/// documents that are numbers.
struct DocumentIndex: Sendable {
    let places: PostcodeTable
    /// By number; nil is free.
    private(set) var documents: [Document?] = []
    private(set) var words = WordLists()
    private(set) var facets = [FacetValues](repeating: FacetValues(), count: Facet.allCases.count)
    /// By number: what each document counts for.
    private(set) var counted: [[FacetNumber]] = []
    private var numbers: [ProfileID: UInt32] = [:]
    private var free: [UInt32] = []

    init(places: PostcodeTable) { self.places = places }

    var count: Int { numbers.count }

    func number(of id: ProfileID) -> Int? { numbers[id].map { Int($0) } }

    /// Puts in somebody who is not in; the number that they have from now on, at most one more than there were.
    mutating func insert(_ profile: AnalysedProfile) -> Int {
        precondition(numbers[profile.id] == nil, "who is in is removed first")
        let number = free.popLast() ?? UInt32(documents.count)
        precondition(number < Posting.documents, "an index holds \(Posting.documents) documents")
        if number == UInt32(documents.count) {
            documents.append(nil)
            counted.append([])
        }
        var counts: [FacetNumber] = []
        for (place, values) in profile.facetValues.enumerated() {
            for value in values { counts.append(FacetNumber(place: place, value: facets[place].retain(value))) }
        }
        let home = counts.first { $0.place == Facet.municipality.place }?.value ?? 0
        counted[Int(number)] = counts
        documents[Int(number)] = Document(
            idHalves: profile.id.halves, area: profile.area, municipality: UInt32(home),
            minimumHours: UInt8(profile.hours.minimum), maximumHours: UInt8(profile.hours.maximum),
            targetGroups: TargetGroupSet(profile.targetGroups))
        numbers[profile.id] = number
        for found in profile.occurrences { words.add(found.word, in: number, field: found.field) }
        return Int(number)
    }

    /// Takes out what `insert` put in, given the same.
    mutating func remove(_ profile: AnalysedProfile) {
        guard let number = numbers.removeValue(forKey: profile.id) else { return }
        for found in profile.occurrences { words.remove(found.word, of: number) }
        for value in counted[Int(number)] { facets[value.place].release(value.value) }
        counted[Int(number)] = []
        documents[Int(number)] = nil
        free.append(number)
    }
}
