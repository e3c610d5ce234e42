import Domain
import Dossiers
import Foundation
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("Dossiers: every look is logged first, and nothing internal stands anywhere else", .oneAtATime)
struct CaseManagerLogTests {
    @Test("each look and each act is in both logs, by pseudonym")
    func logged() async throws {
        try await OwnMunicipality.run { node, municipality, _ in
            let desk = try await Desk.enter(node, .caseManager)
            let handle = try await desk.handle()
            let form = try await desk.post("/mensen/bewerken", [("handvat", handle)])
            _ = try await desk.post("/mensen/dossier", [("handvat", handle)])
            _ = try await desk.post("/mensen/opslaan", desk.form(form, ["straat": "Kade 7"]))
            let act = [("handvat", handle), ("verzoek", "Z-1"), ("reden", "op verzoek")]
            _ = try await desk.post("/mensen/zichtbaarheid", act + [("zichtbaarheid", "zichtbaar")])
            _ = try await desk.post("/mensen/zichtbaarheid", act + [("zichtbaarheid", "verborgen")])
            _ = try await desk.post("/mensen/geschiedenis", [("handvat", handle)])
            let id = try OwnMunicipality.marked(.hidden, in: municipality).id
            let subject = Pseudonym.subject(id, key: node.stores.keys.pseudonym)
            let audit = try await node.audit()
            let lines = [
                ("find people | people of \(municipality)", ["asked"]), ("open dossier for editing", ["asked"]),
                ("look at dossier", ["asked"]), ("edit dossier", ["asked", "done"]),
                ("show dossier", ["asked", "done"]),
                ("hide dossier", ["asked", "done"]), ("look at history of dossier", ["asked"]),
            ]
            for (action, results) in lines {
                let object = action.contains("|") ? action : "\(action) | dossier \(subject)"
                for result in results {
                    #expect(audit.contains("\(object) | \(result) | klantmanager"), "\(object) \(result)")
                }
            }
            let processings = try await node.processings()
            for name in [
                "mensen zoeken in de eigen gemeente", "dossier bekijken", "dossier bekijken om te wijzigen",
                "dossier wijzigen", "profiel zichtbaar maken", "profiel verbergen", "geschiedenis van dossier bekijken",
            ] {
                #expect(processings.contains { $0.hasPrefix(name + " | ") && $0.contains(subject) }, "\(name)")
            }
            for line in audit + processings {
                #expect(!line.contains(id.description) && !line.lowercased().contains("merk"), "\(line)")
            }
        }
    }

    @Test(
        "while a log refuses, nothing is shown and nothing is done",
        arguments: [LogFault.refusedAudit, .refusedProcessing])
    func logFirst(_ fault: LogFault) async throws {
        try await OwnMunicipality.run { node, municipality, _ in
            let desk = try await Desk.enter(node, .caseManager)
            let handle = try await desk.handle()
            let form = try await desk.post("/mensen/bewerken", [("handvat", handle)])
            let person = try OwnMunicipality.marked(.hidden, in: municipality)
            try await fault.set(true, in: node)
            let act = [
                ("handvat", handle), ("verzoek", "Z-1"), ("reden", "op verzoek"), ("zichtbaarheid", "zichtbaar"),
            ]
            let answers = [
                try await desk.post("/mensen", [("naam", "merkachternaam")]),
                try await desk.post("/mensen/dossier", [("handvat", handle)]),
                try await desk.post("/mensen/bewerken", [("handvat", handle)]),
                try await desk.post("/mensen/opslaan", desk.form(form, ["straat": "Kade 7"])),
                try await desk.post("/mensen/zichtbaarheid", act),
                try await desk.post("/mensen/geschiedenis", [("handvat", handle)]),
            ]
            for answer in answers {
                #expect(answer.status == 503)
                for mark in OwnMunicipality.contactMarks + OwnMunicipality.internalMarks {
                    #expect(!answer.html.contains(mark), "\(mark)")
                }
            }
            try await fault.set(false, in: node)
            #expect(try await node.stores.dossiers.dossier(person.id) == person)
        }
    }

    @Test("what only the municipality sees is on its own pages, and in no list, answer, log or error")
    func markers() async throws {
        try await OwnMunicipality.run(.visible) { node, municipality, _ in
            let desk = try await Desk.enter(node, .caseManager)
            let handle = try await desk.handle()
            let dossier = try await desk.post("/mensen/dossier", [("handvat", handle)])
            let form = try await desk.post("/mensen/bewerken", [("handvat", handle)])
            for mark in OwnMunicipality.internalMarks {
                #expect(dossier.html.contains(mark) || form.html.contains(mark), "\(mark)")
            }
            let search = [("doel", "bemiddelen;wetSuwi"), ("tekst", "paardenhoefsmid")]
            let found = try await desk.post("/zoeken", search)
            let profile = try await desk.post(
                "/profiel", search + [("handvat", try #require(found.values("handvat").first))])
            #expect(profile.html.contains("Merkachternaam"))
            let program = try await node.logInAgain(.caseManager)
            let query: [String: Any] = ["doel": ["activiteit": "bemiddelen", "grondslag": "wetSuwi"]]
            let json = try await program.search("paardenhoefsmid", extra: query)
            let opened = try await program.open(try #require(found.values("handvat").first))
            let history = try await desk.post("/mensen/geschiedenis", [("handvat", handle)])
            let missing = try await desk.post("/mensen/dossier", [("handvat", "x")])
            var outward = [found.html, profile.html, history.html, missing.html]
            outward += [json.body, opened.body].map { String(decoding: $0, as: UTF8.self) }
            outward += try await node.audit() + node.processings()
            for text in outward {
                for mark in OwnMunicipality.internalMarks + OwnMunicipality.otherSpellings {
                    #expect(!text.contains(mark), "\(mark)")
                }
            }
            for text in [found.html, missing.html, String(decoding: json.body, as: UTF8.self)] {
                for mark in OwnMunicipality.contactMarks { #expect(!text.contains(mark), "\(mark)") }
            }
        }
    }
}
