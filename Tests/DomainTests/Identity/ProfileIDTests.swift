import Domain
import Foundation
import Testing

@Suite("ProfileID: sixteen bytes, spelled as RFC 9562 does")
struct ProfileIDTests {
    private static let text = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0"
    private static let bytes: [UInt8] = [
        0x0F, 0x1E, 0x2D, 0x3C, 0x4B, 0x5A, 0x49, 0x78, 0x86, 0x95, 0xA4, 0xB3, 0xC2, 0xD1, 0xE0, 0xF0,
    ]

    @Test("text, bytes and UUID name the same id, most significant byte first")
    func forms() throws {
        let id = try #require(ProfileID(Self.text))
        #expect(id.bytes == Self.bytes)
        #expect(ProfileID(bytes: Self.bytes) == id)
        #expect(ProfileID(bytes: ([0] + Self.bytes).dropFirst()) == id)
        #expect(id.description == Self.text)
        #expect(ProfileID(Self.text.uppercased()) == id)
        #expect(ProfileID(id.uuid) == id)
    }

    @Test("any sixteen bytes come back")
    func roundTrip() {
        for _ in 0..<100 {
            let id = ProfileID(UUID())
            #expect(ProfileID(bytes: id.bytes) == id)
            #expect(ProfileID(id.description) == id)
        }
    }

    @Test(
        "refuses what is no UUID",
        arguments: [
            "", "0f1e2d3c4b5a49788695a4b3c2d1e0f0", "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f",
            "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f00", "{0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0}",
            "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0fg", " 0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0",
            "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0\n", "urn:uuid:0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0",
        ])
    func refusesText(_ text: String) {
        #expect(ProfileID(text) == nil)
    }

    @Test("refuses fewer or more than sixteen bytes", arguments: [0, 15, 17])
    func refusesBytes(_ count: Int) {
        #expect(ProfileID(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }
}
