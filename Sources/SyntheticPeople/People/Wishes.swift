import Domain

/// What somebody tells beside trade, jobs and motivation: wishes, schooling, and what the body can do (P-DAT-4,
/// P-DAT-7).
struct Wishes {
    let isEntrepreneur: Bool
    let interests: [String]
    let talents: [String]
    let schooling: [Schooling]
    let courses: [Course]
    let contracts: [ContractForm]
    let sectors: [Sector]
    let travelKm: Int?
    let capacity: [WorkCapacity]
    let documents: [DocumentReference]

    init(facts: Facts, career: Career, groups: [TargetGroup], draw: inout Draw) {
        isEntrepreneur = draw.chance(4)
        interests = draw.some(draw.within(1...4), of: facts.interests)
        talents = draw.some(draw.within(1...4), of: facts.talents)
        schooling = Self.schooling(of: career, trade: facts.family(of: career.preferred[0])?.trade ?? "", draw: &draw)
        courses = Self.courses(of: career, facts: facts, draw: &draw)
        contracts = Self.contracts(groups, draw: &draw)
        let usual = career.preferred.flatMap { facts.family(of: $0)?.sectors ?? [] }
        sectors = Sector.allCases.filter(usual.contains)
        travelKm =
            draw.chance(82)
            ? [5, 10, 15, 20, 25, 30, 40, 50, 75][draw.index(weights: [6, 18, 18, 18, 12, 14, 7, 5, 2])] : nil
        capacity = Self.capacity(groups, draw: &draw)
        documents = Self.documents(schooling.first, draw: &draw)
    }

    /// Every word of the person's own in it.
    var texts: [String] {
        interests + talents + schooling.map(\.name) + courses.map(\.name) + documents.map(\.title)
    }

    /// The highest level that somebody has, and often what came before it.
    private static func schooling(of career: Career, trade: String, draw: inout Draw) -> [Schooling] {
        guard career.education != .unknown else { return [] }
        let age = career.education == .primary ? 12 : Career.leavesSchool(after: career.education)
        let left = Career.currentYear - career.age + age
        let subject = trade.split(separator: " ").drop { ["de", "het"].contains($0) }.joined(separator: " ")
        let goesOn = career.age < 22 && draw.chance(20)
        var schools = [
            Schooling(
                level: career.education, name: name(of: career.education, subject: subject),
                endYear: goesOn ? nil : left, hasDiploma: !goesOn && draw.chance(88))
        ]
        if let before = before(career.education), draw.chance(60) {
            let years = Career.leavesSchool(after: career.education) - 16
            schools.append(
                Schooling(
                    level: before, name: name(of: before, subject: subject), endYear: left - max(1, years),
                    hasDiploma: draw.chance(94)))
        }
        return schools
    }

    private static func name(of level: EducationLevel, subject: String) -> String {
        switch level {
        case .primary, .unknown: "basisschool"
        case .practical: "praktijkonderwijs"
        case .vmbo: "vmbo"
        case .havo: "havo"
        case .vwo: "vwo"
        case .mbo1: "entreeopleiding \(subject)"
        case .mbo2, .mbo3, .mbo4: "mbo \(subject)"
        case .associateDegree: "associate degree \(subject)"
        case .hbo: "hbo \(subject)"
        case .universityBachelor: "wo-bachelor \(subject)"
        case .hboMaster: "hbo-master \(subject)"
        case .universityMaster: "wo-master \(subject)"
        case .doctorate: "promotie \(subject)"
        }
    }

    private static func before(_ level: EducationLevel) -> EducationLevel? {
        switch level {
        case .primary, .practical, .vmbo, .havo, .vwo, .unknown: nil
        case .mbo1, .mbo2, .mbo3, .mbo4: .vmbo
        case .associateDegree, .hbo: .havo
        case .universityBachelor, .universityMaster, .doctorate: .vwo
        case .hboMaster: .hbo
        }
    }

    private static func courses(of career: Career, facts: Facts, draw: inout Draw) -> [Course] {
        let wanted = draw.index(weights: [35, 35, 20, 10])
        var names = draw.some(wanted, of: facts.courses)
        if career.years > 0, draw.chance(40), let own = draw.one(of: career.preferred[0].certificates),
            !names.contains(own)
        {
            names.append(own)
        }
        let first = max(Career.currentYear - 15, Career.currentYear - career.age + 17)
        let years = names.map { _ in draw.chance(75) ? draw.within(first...Career.currentYear) : 0 }
        let dated = zip(names, years).map { Course(name: $0, year: $1 == 0 ? nil : $1) }
        return dated.sorted { ($0.year ?? 0) > ($1.year ?? 0) }
    }

    private static func contracts(_ groups: [TargetGroup], draw: inout Draw) -> [ContractForm] {
        var wanted: Set<ContractForm> = []
        if draw.chance(72) { wanted.insert(.fixedTerm) }
        if draw.chance(78) { wanted.insert(.permanent) }
        if groups.contains(.bbl) { wanted.insert(.apprenticeship) }
        if draw.chance(groups.isEmpty ? 6 : 30) { wanted.insert(.workExperience) }
        if draw.chance(5) { wanted.insert(.volunteering) }
        return ContractForm.allCases.filter(wanted.contains)
    }

    /// Voluntary: most say nothing of it.
    private static func capacity(_ groups: [TargetGroup], draw: inout Draw) -> [WorkCapacity] {
        guard draw.chance(groups.contains(.baanafspraak) ? 55 : 7) else { return [] }
        return draw.some(draw.within(2...5), of: WorkCapacity.Load.allCases).map { load in
            WorkCapacity(load: load, extent: [.fully, .partly, .not][draw.index(weights: [4, 5, 2])])
        }
    }

    private static func documents(_ school: Schooling?, draw: inout Draw) -> [DocumentReference] {
        var documents: [DocumentReference] = []
        if draw.chance(55) { documents.append(DocumentReference(kind: .cv, title: "Curriculum vitae")) }
        if let school, school.hasDiploma, draw.chance(28) {
            documents.append(DocumentReference(kind: .diploma, title: "Diploma \(school.name)"))
        }
        if draw.chance(9) { documents.append(DocumentReference(kind: .testimonial, title: "Getuigschrift")) }
        if draw.chance(15) { documents.append(DocumentReference(kind: .photo, title: "Pasfoto")) }
        if draw.chance(4) { documents.append(DocumentReference(kind: .video, title: "Wie ik ben, in een minuut")) }
        return documents
    }
}
