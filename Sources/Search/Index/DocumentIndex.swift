import Domain

/// The part of an index that is the same whatever kind of profile it holds: words, facets and what is filtered by, of
/// documents that are numbers.
struct DocumentIndex: Sendable {
    let places: PostcodeTable
    /// By number; nil is free.
    private(set) var documents: [Document?] = []
    private(set) var words = WordLists()
    private(set) var municipalities = FacetValues()
    private(set) var occupations = FacetValues()
    /// By number: the numbers of each document's occupations.
    private(set) var occupationsOf: [[UInt32]] = []
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
            occupationsOf.append([])
        }
        occupationsOf[Int(number)] = profile.occupations.map { occupations.retain($0) }
        documents[Int(number)] = Document(
            idHalves: profile.id.halves, area: profile.area,
            municipality: municipalities.retain(profile.municipality.code),
            minimumHours: UInt8(profile.hours.minimum), maximumHours: UInt8(profile.hours.maximum),
            targetGroups: profile.targetGroups)
        numbers[profile.id] = number
        words.add(profile.occurrences, in: number)
        return Int(number)
    }

    /// Takes out what `insert` put in, given the same.
    mutating func remove(_ profile: AnalysedProfile) {
        guard let number = numbers.removeValue(forKey: profile.id), let document = documents[Int(number)] else {
            return
        }
        words.remove(profile.occurrences, of: number)
        municipalities.release(document.municipality)
        for occupation in occupationsOf[Int(number)] { occupations.release(occupation) }
        occupationsOf[Int(number)] = []
        documents[Int(number)] = nil
        free.append(number)
    }
}
