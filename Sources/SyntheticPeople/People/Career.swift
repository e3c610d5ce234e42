import Domain

/// What somebody wants to do and has done: preferred occupations and the jobs behind them.
struct Career {
    /// The year that the synthetic people live in.
    static let currentYear = 2026

    let preferred: [Occupation]
    let education: EducationLevel
    let age: Int
    /// Newest first.
    let experience: [Experience]
    /// The occupations of those jobs.
    let held: [Occupation]
    /// Years in the first preferred occupation; 0 for somebody new to it.
    let years: Int

    init(facts: Facts, choice: WeightedChoice, founders: [String], place: String, draw: inout Draw) {
        let main = facts.occupations[choice.draw(&draw) ?? 0]
        let education = Self.education(of: main, draw: &draw)
        let rank = EducationLevel.allCases.firstIndex(of: education) ?? 0
        let reachable = facts.siblings(of: main).filter { facts.occupations[$0].lowestEducation <= rank }
        var preferred = [main]
        for _ in 0..<draw.index(weights: [45, 35, 20]) {
            if let other = draw.one(of: reachable).map({ facts.occupations[$0] }), !preferred.contains(other) {
                preferred.append(other)
            }
        }
        let age = max(Self.age(&draw), Self.leavesSchool(after: education) + 1)
        let jobs = Self.jobs(
            main: main, age: age, education: education, reachable: reachable.map { facts.occupations[$0] }, draw: &draw)
        var experience: [Experience] = []
        for job in jobs {
            let employer = Self.employer(
                of: job.occupation, facts: facts, founders: founders, place: place, draw: &draw)
            let wanted = draw.within(1...3)
            let description = draw.some(wanted, of: job.occupation.descriptions).joined(separator: " ")
            experience.append(
                Experience(
                    jobTitle: job.occupation.name, employer: employer, firstYear: job.first, lastYear: job.last,
                    description: description))
        }
        self.preferred = preferred
        self.education = education
        self.age = age
        self.experience = experience
        held = jobs.map(\.occupation)
        years = jobs.filter { $0.occupation == main }.reduce(0) { $0 + $1.years }
    }

    private struct Job {
        let occupation: Occupation
        let first: Int
        let last: Int?

        var years: Int { max(1, (last ?? Career.currentYear) - first) }
    }

    /// Jobs from now backwards, until the school years: none for one in eight.
    private static func jobs(
        main: Occupation, age: Int, education: EducationLevel, reachable: [Occupation], draw: inout Draw
    ) -> [Job] {
        guard !draw.chance(12) else { return [] }
        let begin = currentYear - age + leavesSchool(after: education)
        let still = draw.chance(14)
        let gap = draw.index(weights: [25, 30, 18, 12, 8, 7])
        var end = still ? currentYear : max(currentYear - gap, begin + 1)
        let wanted = 1 + draw.index(weights: [30, 36, 22, 12])
        var jobs: [Job] = []
        while jobs.count < wanted, end > begin {
            let first = max(begin, end - draw.within(1...9))
            let mainly = jobs.isEmpty ? 78 : 50
            let occupation = draw.chance(mainly) ? main : draw.one(of: reachable) ?? main
            jobs.append(Job(occupation: occupation, first: first, last: still && jobs.isEmpty ? nil : end))
            end = first - draw.index(weights: [60, 25, 15])
        }
        return jobs
    }

    private static func employer(
        of occupation: Occupation, facts: Facts, founders: [String], place: String, draw: inout Draw
    ) -> String {
        guard let pattern = draw.one(of: facts.family(of: occupation)?.employers ?? []) else { return place }
        let founder = draw.one(of: founders) ?? place
        let invented = draw.one(of: facts.inventedNames) ?? place
        return pattern.filled { slot in
            switch slot {
            case .founder: founder
            case .invented: invented
            case .municipality: place
            default: ""
            }
        }
    }

    /// Most often the occupation's first level, now and then another that is usual.
    private static func education(of occupation: Occupation, draw: inout Draw) -> EducationLevel {
        let weights = occupation.education.indices.map { max(1, 6 - 2 * $0) }
        return occupation.education[draw.index(weights: weights)]
    }

    /// Working ages, more of the middle.
    private static func age(_ draw: inout Draw) -> Int {
        switch draw.index(weights: [18, 28, 31, 23]) {
        case 0: draw.within(18...26)
        case 1: draw.within(27...39)
        case 2: draw.within(40...54)
        default: draw.within(55...66)
        }
    }

    /// The age at which somebody with `education` usually begins to work.
    static func leavesSchool(after education: EducationLevel) -> Int {
        switch education {
        case .primary, .practical, .vmbo, .mbo1, .unknown: 17
        case .mbo2, .havo, .vwo: 18
        case .mbo3: 19
        case .mbo4: 20
        case .associateDegree: 21
        case .hbo, .universityBachelor: 22
        case .hboMaster, .universityMaster: 24
        case .doctorate: 28
        }
    }
}
