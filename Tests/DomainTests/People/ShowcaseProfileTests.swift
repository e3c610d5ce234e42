import Domain
import TestSupport
import Testing

@Suite("disclosing(_:): the only way from a dossier to what others see (I-1, P-VIS-1, P-VIS-2, P-DAT-3)")
struct ShowcaseProfileTests {
    private static func dumped(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    @Test("a hidden person gives nothing, and a dossier begins hidden")
    func hidden() throws {
        let dossier = try MarkedDossier.make(.hidden)
        #expect(ShowcaseProfile(disclosing: dossier) == nil)
        let new = Dossier(
            id: dossier.id, municipality: dossier.municipality, contact: dossier.contact,
            internalFields: dossier.internalFields, work: dossier.work)
        #expect(new.visibility == .hidden)
        #expect(ShowcaseProfile(disclosing: new) == nil)
    }

    @Test("a visible one has these fields and no other")
    func fields() throws {
        let profile = try #require(ShowcaseProfile(disclosing: try MarkedDossier.make(.visible)))
        #expect(
            Mirror(reflecting: profile).children.map(\.label) == [
                "id", "generation", "revision", "municipality", "postcodeArea", "occupations", "skills", "motivation",
                "experience", "education", "licences", "languages", "hours", "availableFrom", "targetGroups",
                "isEntrepreneur", "interests", "talents", "schooling", "courses", "contracts", "sectors", "travelKm",
                "capacity", "documents", "contact",
            ])
    }

    @Test("what is about work is copied as it is")
    func copied() throws {
        let dossier = try MarkedDossier.make(.visible)
        let profile = try #require(ShowcaseProfile(disclosing: dossier))
        #expect(profile.id == dossier.id)
        #expect(profile.generation == 4)
        #expect(profile.revision == 7)
        #expect(profile.municipality == dossier.municipality)
        #expect(profile.postcodeArea.description == "3011")
        #expect(profile.occupations.first == "kok")
        #expect(profile.skills.first == "koken")
        #expect(profile.experience.map(\.firstYear) == [2015])
        #expect(profile.experience.map(\.lastYear) == [2021])
        #expect(profile.education == .mbo2)
        #expect(profile.licences == [.car])
        #expect(profile.languages.map(\.level) == [.good])
        #expect(profile.hours == dossier.work.hours)
        #expect(profile.availableFrom == dossier.work.availableFrom)
        #expect(profile.targetGroups == [.baanafspraak])
        #expect(profile.isEntrepreneur && profile.travelKm == 30 && profile.sectors == [.hospitality])
        #expect(profile.contracts == [.permanent] && profile.capacity == dossier.work.capacity)
        #expect(profile.schooling.map(\.endYear) == [2014] && profile.courses.map(\.year) == [2019])
        #expect(profile.documents.map(\.kind) == [.cv])
        #expect(profile.contact == dossier.contact)
    }

    @Test("no internal field is in it, in any spelling", arguments: MarkedDossier.internalMarks)
    func internalFields(_ mark: String) throws {
        let dossier = try MarkedDossier.make(.visible)
        let profile = try #require(ShowcaseProfile(disclosing: dossier))
        #expect(!Self.dumped(profile).lowercased().contains(mark.lowercased()))
        if mark != "3011QX", mark != "3011 QX" {
            #expect(Self.dumped(dossier).lowercased().contains(mark.lowercased()), "the mark is in the dossier")
        }
    }

    @Test("contact stands in `contact` only, in no free text", arguments: MarkedDossier.contactMarks)
    func contact(_ mark: String) throws {
        let profile = try #require(ShowcaseProfile(disclosing: try MarkedDossier.make(.visible)))
        for child in Mirror(reflecting: profile).children {
            let found = Self.dumped(child.value).lowercased().contains(mark)
            #expect(!found || child.label == "contact", "\(child.label ?? "") holds \(mark)")
        }
        #expect(Self.dumped(profile.contact).lowercased().contains(mark))
    }
}
