import Crypto
import Domain
import Foundation
import TestSupport
import Testing

@testable import Trust

@Suite("Pseudonyms, salts and transaction ids")
struct PseudonymTests {
    @Test
    func areStableAndDifferByKeyNameAndKind() throws {
        let (one, two) = (SymmetricKey(size: .bits256), SymmetricKey(size: .bits256))
        let id = ProfileID(UUID())
        let names = [
            Pseudonym.person("jansen", key: one), Pseudonym.person("jansen", key: two),
            Pseudonym.person("janse", key: one),
            Pseudonym.subject(id, key: one), Pseudonym.subject(id, key: two),
            Pseudonym.person(id.description, key: one),
        ]
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.utf8.count == 22 })
        #expect(Pseudonym.person("jansen", key: one) == names[0])
        #expect(Pseudonym.subject(id, key: one) == names[3])
    }

    /// SHA-256 of "abc" (FIPS 180-2, appendix B.1).
    @Test
    func saltIsTheFirstHalfOfSHA256() {
        #expect(SearchSalt(ofSearch: "abc") == SearchSalt(high: 0xba78_16bf_8f01_cfea, low: 0x4141_40de_5dae_2223))
    }

    @Test
    func identifiersAreOfVersion7AndCarryTheTime() {
        let id = UUIDv7.make(at: Date(timeIntervalSince1970: 1_800_000_000.123))
        #expect(UUIDv7.isOne(id))
        #expect(id.replacing("-", with: "").prefix(12) == String(1_800_000_000_123, radix: 16).leftPadded(to: 12))
        #expect(Set((0..<100).map { _ in UUIDv7.make(at: .now) }).count == 100)
    }

    @Test(arguments: [
        "", "0193abcd-0000-7000-8000-00000000000", "0193abcd-0000-7000-8000-0000000000000",
        "0193abcd-0000-4000-8000-000000000000", "0193abcd-0000-7000-c000-000000000000",
        "0193abcd_0000-7000-8000-000000000000", "0193ABCD-0000-7000-8000-000000000000",
    ])
    func refusesOtherIdentifiers(_ text: String) {
        #expect(!UUIDv7.isOne(text))
    }
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String { String(repeating: "0", count: max(0, width - count)) + self }
}
