import Domain
import Testing

@Suite("I-1: what may leave is made from a visible dossier only, field by field")
struct DisclosingTests {
    private static let secret = "zwevendehandelaar"

    private static func dossier(_ visibility: Dossier.Visibility) throws -> Dossier {
        let hours = try WeeklyHours(minimum: 24, maximum: 32)
        return Dossier(
            id: try #require(ProfileID("aad842d9-1e11-461d-94f3-7c8669db76ff")),
            municipality: try MunicipalityCode("GM0599"),
            contact: Contact(
                givenName: "Noor", familyName: "Jansen", email: "noor@voorbeeld.example", phone: "0612345678"),
            internalFields: InternalFields(
                clientNumber: "\(secret)-1", postcode: try Postcode("3011XZ"), birthDay: try CalendarDay("1961-02-03"),
                caseManager: "\(secret) van Dam"),
            work: WorkProfile(
                occupations: ["lasser"], skills: ["MIG/MAG", "bel 0612345678"],
                motivation: "Ik ben Noor, mail noor@voorbeeld.example",
                experience: [
                    Experience(
                        jobTitle: "lasser", employer: "Werf Jansen", firstYear: 2010, lastYear: nil,
                        description: "vraag het Jansen")
                ], education: .mbo3, licences: [.car], languages: [LanguageSkill(language: "Nederlands", level: .good)],
                hours: hours, availableFrom: try CalendarDay("2026-12-01"), targetGroups: [.bbl]),
            visibility: visibility, generation: 3, revision: 9)
    }

    @Test("a hidden one gives nothing")
    func hidden() throws { #expect(ShowcaseProfile(disclosing: try Self.dossier(.hidden)) == nil) }

    @Test("a visible one gives no internal field, and no contact but in its own field")
    func visible() throws {
        let dossier = try Self.dossier(.visible)
        let profile = try #require(ShowcaseProfile(disclosing: dossier))
        #expect(profile.contact == dossier.contact && profile.postcodeArea.description == "3011")
        var text = ""
        for child in Mirror(reflecting: profile).children where child.label != "contact" {
            dump(child.value, to: &text)
        }
        for word in [Self.secret, "XZ", "1961", "noor", "Noor", "Jansen", "0612345678"] {
            #expect(!text.contains(word), "\(word) in \(text)")
        }
        #expect(text.contains("lasser") && text.contains("MIG/MAG"))
    }
}
