import Domain
import Foundation

/// Makes person number `index` of one region from a stream of draws of its own.
struct PersonWorkshop {
    private static let caseManagersPerMunicipality = 6

    let facts: Facts
    let choice: WeightedChoice
    let whereabouts: Whereabouts
    let region: RegionCode
    let seed: UInt64

    /// The person, or nil when nobody lives in the region.
    func person(_ index: Int) -> Dossier? {
        var draw = Draw(seed: seed, name: region.slug, index: index)
        let id = ProfileID(Self.uuid(&draw))
        guard let home = whereabouts.home(&draw) else { return nil }
        let place = DutchPhrases.place(home.municipality.name)
        let career = Career(
            facts: facts, choice: choice, founders: facts.familyNames, place: place, draw: &draw)
        guard let birthDay = Self.birthDay(age: career.age, draw: &draw), let start = Self.start(&draw) else {
            return nil
        }
        let visible = draw.chance(40)
        // Streams of their own, so that a field more or less moves nothing of the rest.
        var wishDraw = Draw(seed: seed, name: region.slug + " wensen", index: index)
        var fileDraw = Draw(seed: seed, name: region.slug + " gemeente", index: index)
        let (work, contact) = workAndContact(
            of: career, start: start, place: place, wishDraw: &wishDraw, draw: &draw)
        return Dossier(
            id: id, municipality: home.municipality.code, contact: contact,
            internalFields: CaseFile(facts: facts).internalFields(
                clientNumber: Self.clientNumber(index), postcode: home.postcode, birthDay: birthDay,
                caseManager: caseManager(of: home.municipality.code, draw: &draw), draw: &fileDraw),
            work: work, visibility: visible ? .visible : .hidden, generation: visible ? 1 : 0,
            revision: visible ? 2 : 1)
    }

    private func workAndContact(
        of career: Career, start: CalendarDay, place: String, wishDraw: inout Draw, draw: inout Draw
    ) -> (WorkProfile, Contact) {
        let main = career.preferred[0]
        let hours = draw.one(of: main.hours) ?? main.hours[0]
        let licences = LicenceDraw.licences(
            for: career.preferred + career.held, wanted: main.usualLicences, age: career.age, draw: &draw)
        let languages = languages(&draw)
        let groups = Self.targetGroups(of: career, draw: &draw)
        let skills = skills(of: career, draw: &draw)
        let traits = traits(of: career, licences: licences, languages: languages, groups: groups)
        var values: [SentenceTemplate.Slot: String] = [
            .occupation: main.name, .municipality: place, .hours: DutchPhrases.hours(hours),
            .trade: facts.family(of: main)?.trade ?? "", .workplace: facts.family(of: main)?.workplace ?? "",
            .otherOccupation: career.preferred.last?.name ?? "", .experience: DutchPhrases.years(career.years),
            .language: languages.first { $0.level == .native }?.language ?? "",
            .start: DutchPhrases.start(on: start, of: Career.currentYear),
        ]
        let known = draw.some(3, of: main.skills.filter { skills.contains($0) })
        for (slot, skill) in zip([.skill, .otherSkill, .thirdSkill] as [SentenceTemplate.Slot], known) {
            values[slot] = skill
        }
        let writer = MotivationWriter(facts: facts, occupation: main, traits: traits, values: values)
        let wishes = Wishes(facts: facts, career: career, groups: groups, draw: &wishDraw)
        var contactDraw = Draw(seed: draw.next())
        var textDraw = Draw(seed: draw.next())
        let own =
            career.preferred.map(\.name) + skills + career.experience.flatMap { [$0.jobTitle, $0.employer] }
            + wishes.texts
        let contact = ContactDraw(facts: facts).contact(
            avoiding: ContactDraw.words(of: own.joined(separator: " ")), draw: &contactDraw)
        let work = WorkProfile(
            occupations: career.preferred.map(\.name), skills: skills,
            motivation: writer.text(contact: contact, draw: &textDraw), experience: career.experience,
            education: career.education, licences: licences, languages: languages, hours: hours, availableFrom: start,
            targetGroups: groups, isEntrepreneur: wishes.isEntrepreneur, interests: wishes.interests,
            talents: wishes.talents, schooling: wishes.schooling, courses: wishes.courses,
            contracts: wishes.contracts, sectors: wishes.sectors, travelKm: wishes.travelKm,
            capacity: wishes.capacity, documents: wishes.documents)
        return (work, contact)
    }

    /// Five to nine of the first occupation's, some of the second's, and certificates that experience brings.
    private func skills(of career: Career, draw: inout Draw) -> [String] {
        let main = career.preferred[0]
        var skills = draw.some(draw.within(5...9), of: main.skills)
        for other in career.preferred.dropFirst() {
            for skill in draw.some(draw.within(2...3), of: other.skills) where !skills.contains(skill) {
                skills.append(skill)
            }
        }
        for certificate in main.certificates
        where draw.chance(career.years > 0 ? 65 : 15) && !skills.contains(certificate) {
            skills.append(certificate)
        }
        return skills
    }

    private func traits(
        of career: Career, licences: [DrivingLicence], languages: [LanguageSkill], groups: [TargetGroup]
    ) -> Traits {
        var traits: Traits = career.years > 0 ? .experienced : .starter
        traits.insert(licences.contains(.car) ? .drives : .withoutLicence)
        if languages.contains(where: { $0.level == .native && $0.language != "Nederlands" }) {
            traits.insert(.otherLanguage)
        }
        if groups.contains(.baanafspraak) { traits.insert(.baanafspraak) }
        if groups.contains(.praktijkroute) { traits.insert(.praktijkroute) }
        if groups.contains(.bbl) { traits.insert(.bbl) }
        if career.age < 25 { traits.insert(.young) }
        if career.age >= 55 { traits.insert(.older) }
        if career.preferred.count > 1 { traits.insert(.severalOccupations) }
        if career.experience.first?.lastYear != nil { traits.insert(.betweenJobs) }
        return traits
    }

    /// Dutch for everybody; one in five grew up with another language; most speak some English.
    private func languages(_ draw: inout Draw) -> [LanguageSkill] {
        var languages = [LanguageSkill(language: "Nederlands", level: .native)]
        if draw.chance(20), let index = facts.languageChoice.draw(&draw) {
            let level: LanguageSkill.Level = [.beginner, .fair, .good][draw.index(weights: [1, 5, 5])]
            languages = [
                LanguageSkill(language: facts.languages[index], level: .native),
                LanguageSkill(language: "Nederlands", level: level),
            ]
        }
        if draw.chance(68), !languages.contains(where: { $0.language == "Engels" }) {
            let level: LanguageSkill.Level = [.beginner, .fair, .good][draw.index(weights: [3, 5, 4])]
            languages.append(LanguageSkill(language: "Engels", level: level))
        }
        if draw.chance(14), !languages.contains(where: { $0.language == "Duits" }) {
            languages.append(LanguageSkill(language: "Duits", level: draw.chance(60) ? .beginner : .fair))
        }
        return languages
    }

    /// Shares as they are seen in practice: baanafspraak about 12 %, and of the others praktijkroute 5 %; bbl about 8
    /// %, of people up to forty who would learn at level 2 to 4.
    private static func targetGroups(of career: Career, draw: inout Draw) -> [TargetGroup] {
        var groups: [TargetGroup] = []
        if draw.chance(12) { groups.append(.baanafspraak) }
        if draw.chance(5) { groups.append(.praktijkroute) }
        let learnable: Set<EducationLevel> = [.practical, .vmbo, .mbo1, .mbo2, .mbo3, .havo]
        if career.age <= 40, learnable.contains(career.education), draw.chance(24) { groups.append(.bbl) }
        return groups
    }

    private static func start(_ draw: inout Draw) -> CalendarDay? {
        let text =
            switch draw.index(weights: [30, 30, 25, 15]) {
            case 0: "2026-11-\(padded(draw.within(1...22)))"
            case 1: "2026-11-\(padded(draw.within(23...30)))"
            case 2: "2026-12-\(padded(draw.within(1...31)))"
            default: "2027-01-\(padded(draw.within(1...31)))"
            }
        return try? CalendarDay(text)
    }

    private static func birthDay(age: Int, draw: inout Draw) -> CalendarDay? {
        let month = draw.within(1...10)
        return try? CalendarDay("\(Career.currentYear - age)-\(padded(month))-\(padded(draw.within(1...28)))")
    }

    /// One of the few who work for the municipality, the same for everybody who makes people of it with this seed.
    private func caseManager(of municipality: MunicipalityCode, draw: inout Draw) -> String {
        let desk = draw.below(Self.caseManagersPerMunicipality)
        var own = Draw(seed: seed, name: "klantmanager " + municipality.code, index: desk)
        return (own.one(of: facts.givenNames) ?? "") + " " + (own.one(of: facts.familyNames) ?? "")
    }

    /// `W` and six digits: a different one for each index under a million, as 7,919 and a million share no divisor.
    private static func clientNumber(_ index: Int) -> String {
        let number = (index % 1_000_000 * 7_919 + 104_729) % 1_000_000
        return "W" + String(repeating: "0", count: 6 - String(number).count) + String(number)
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    /// Version 4 in form (RFC 9562 §5.4).
    private static func uuid(_ draw: inout Draw) -> UUID {
        let high = draw.next() & ~0xf000 | 0x4000
        let low = draw.next() & ~(0b11 << 62) | (0b10 << 62)
        let b =
            (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
            + (0..<8).map { UInt8(truncatingIfNeeded: low >> (56 - 8 * $0)) }
        return UUID(
            uuid: (
                b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]
            ))
    }
}
