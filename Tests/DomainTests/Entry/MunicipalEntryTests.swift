import Domain
import Foundation
import TestSupport
import Testing

@Suite("What a case manager enters: read whole, or every error at once")
struct MunicipalEntryTests {
    private static let today = (try? CalendarDay("2026-11-27")) ?? CalendarDay(of: .now)

    @Test("what a dossier has is read back as it was")
    func roundTrip() throws {
        let dossier = try MarkedDossier.make(.visible)
        let reading = MunicipalEntry.read(MunicipalEntry.fields(of: dossier), today: Self.today)
        let entry = try #require(reading.value)
        var after = try MarkedDossier.make(.visible)
        after.contact = Contact(givenName: "", familyName: "", email: "", phone: "")
        after.work.targetGroups = []
        entry.apply(to: &after)
        #expect(after == dossier && reading.faults.isEmpty && reading.warnings.isEmpty)
    }

    static let faults: [(field: DossierField, text: String, says: String)] = [
        (.clientNumber, "", "leeg"), (.clientNumber, String(repeating: "1", count: 41), "te lang"),
        (.givenName, " ", "leeg"), (.familyName, String(repeating: "a", count: 201), "te lang"),
        (.givenName, "Noor\nAnne", "regeleinde"), (.familyName, "bsn 111222333", "BSN"),
        (.email, "noor", "e-mailadres"),
        (.email, "noor@voorbeeld", "e-mailadres"), (.phone, "12345", "telefoonnummer"),
        (.postcode, "3011", "postcode"), (.postcode, "0011 AB", "postcode"), (.postcode, "", "leeg"),
        (.street, "Kade 1112.22.333", "BSN"), (.birthDay, "31-02-1980", "datum"), (.birthDay, "2026-11-27", "voorbij"),
        (.birthDay, "", "leeg"), (.gender, "x", "bekende waarde"),
        (.caseNumber, String(repeating: "1", count: 41), "te lang"),
        (.caseManager, "111222333", "BSN"), (.support, "veel", "bekende waarde"),
        (.toZo, "misschien", "bekende waarde"),
        (.serviceEnded, "ooit", "datum"),
    ]

    @Test("one wrong field, one fault at that field, and no value", arguments: faults.indices)
    func refuses(_ index: Int) throws {
        let (field, text, says) = Self.faults[index]
        var fields = MunicipalEntry.fields(of: try MarkedDossier.make(.hidden))
        fields.texts[field.rawValue] = text
        let reading = MunicipalEntry.read(fields, today: Self.today)
        #expect(reading.value == nil && reading.faults.map(\.field) == [field.rawValue])
        #expect(reading.faults.first?.message.contains(says) == true, "\(reading.faults)")
        #expect(text.count < 5 || reading.faults.first?.message.contains(text) == false)
    }

    @Test("a structured number is not searched for a BSN; both sides of each bound are taken")
    func takes() throws {
        var fields = MunicipalEntry.fields(of: try MarkedDossier.make(.hidden))
        let taken: [(DossierField, String)] = [
            (.clientNumber, "111222333"), (.caseNumber, String(repeating: "1", count: 40)), (.phone, "0101112223"),
            (.familyName, String(repeating: "a", count: 200)), (.email, ""), (.phone, ""), (.street, ""),
            (.birthDay, "26-11-2026"), (.gender, ""), (.support, ""), (.serviceEnded, ""), (.postcode, "3011ab"),
        ]
        for (field, text) in taken { fields.texts[field.rawValue] = text }
        #expect(MunicipalEntry.read(fields, today: Self.today).value?.internalFields.clientNumber == "111222333")
    }

    @Test("everything that is wrong comes out at once, what is missing and unknown too")
    func atOnce() throws {
        var fields = EntryFields()
        for field in DossierField.keptByMunicipality { fields.texts[field.rawValue] = "\u{0}" }
        fields.texts["motivatie"] = "van de gemeente"
        fields.texts["bsn"] = "1"
        fields.texts[DossierField.street.rawValue] = nil
        let faults = MunicipalEntry.read(fields, today: Self.today).faults
        #expect(
            Set(faults.map(\.field)) == Set(DossierField.keptByMunicipality.map(\.rawValue) + ["motivatie", "bsn"]))
        #expect(faults.first { $0.field == "motivatie" }?.message.contains("van de werkzoekende zelf") == true)
        #expect(faults.first { $0.field == "straat" }?.message.contains("ontbreekt") == true)
    }

    @Test("a request to show or hide: both fields, no BSN, a sensitive topic confirmed once")
    func visibility() {
        let empty = VisibilityEntry.read(request: " ", reason: "", confirmed: [])
        #expect(empty.faults.map(\.field) == ["verzoek", "reden"])
        #expect(VisibilityEntry.read(request: "Z-1", reason: "bsn 111222333", confirmed: []).faults.count == 1)
        #expect(VisibilityEntry.read(request: "111222333", reason: "op verzoek", confirmed: []).faults.count == 1)
        let long = String(repeating: "r", count: 500)
        #expect(VisibilityEntry.read(request: "Z-1", reason: long, confirmed: []).value != nil)
        #expect(VisibilityEntry.read(request: "Z-1", reason: long + "r", confirmed: []).value == nil)
        let ill = VisibilityEntry.read(request: "Z-1", reason: "door ziekte", confirmed: [])
        #expect(ill.value != nil && ill.warnings.map(\.confirmation) == ["reden:gezondheid"])
        #expect(
            VisibilityEntry.read(request: "Z-1", reason: "ziekte", confirmed: ["reden:gezondheid"]).warnings.isEmpty)
        #expect(!VisibilityEntry.read(request: "Z-1", reason: "ziekte", confirmed: ["reden:geloof"]).warnings.isEmpty)
    }
}
