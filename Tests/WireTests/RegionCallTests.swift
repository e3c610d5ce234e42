import Domain
import Foundation
import TestSupport
import Testing

@testable import Wire

@Suite("Calls to one region: a closed set, read from a path as they are written")
struct RegionCallTests {
    @Test(arguments: [
        RegionCall.profile(handle: "zeeland.abc"), .reference(handle: "zeeland.abc"), .message(handle: "zeeland.abc"),
    ])
    func ofHandles(_ call: RegionCall) {
        #expect(RegionCall(path: call.path) == call && call.handle == "zeeland.abc" && call.region == nil)
    }

    @Test
    func ofRegions() throws {
        let zeeland = try RegionCode("zeeland")
        for call in [RegionCall.candidates(zeeland), .messages(zeeland)] {
            #expect(RegionCall(path: call.path) == call && call.region == zeeland && call.handle == nil)
        }
    }

    @Test(arguments: [
        "/v1/werkzoekende-profielen/_zoek", "/v1/werkzoekende-profielen", "/v1/regios/zeeland",
        "/v1/regios/zeeland/verwijzingen", "/v1/regios/Zee land/verwijzingen/_zoek", "/v1/regios//berichten/_zoek",
        "/v1/regios/zeeland/verwijzingen/_zoek/x", "/v1/gezondheid",
    ])
    func noOther(_ path: String) {
        #expect(RegionCall(path: path) == nil)
    }

    @Test("what is asked and answered of lists is read back; more than may be, and another number, is refused")
    func lists() throws {
        let references = (0..<Limits.candidates).map { "zeeland.\($0)" }
        let question = CandidatesJSON.Question(references, vacancy: "1183 \"x\"")
        #expect(try CandidatesJSON.decodeQuestion(CandidatesJSON.encode(question)) == question)
        let many = CandidatesJSON.Question(references + ["zeeland.x"], vacancy: "1183")
        #expect(throws: AnswerFault.self) { try CandidatesJSON.decodeQuestion(CandidatesJSON.encode(many)) }
        #expect(throws: AnswerFault.self) {
            try CandidatesJSON.decodeQuestion(CandidatesJSON.encode(.init([], vacancy: "1183")))
        }
        for vacancy in ["", String(repeating: "v", count: 65)] {
            #expect(throws: AnswerFault.self) {
                try ReferenceJSON.decodeQuestion(ReferenceJSON.encodeQuestion(vacancy: vacancy))
            }
        }
        let answer = CandidatesJSON.encode([nil, nil])
        #expect(try CandidatesJSON.decode(answer, count: 2) == [nil, nil])
        #expect(throws: AnswerFault.self) { try CandidatesJSON.decode(answer, count: 1) }
        let expires = Date(timeIntervalSince1970: 1_800_000_000)
        let given = try ReferenceJSON.decode(ReferenceJSON.encode("zeeland.abc", expires: expires))
        #expect(given.reference == "zeeland.abc" && given.expires == expires)
    }
}
