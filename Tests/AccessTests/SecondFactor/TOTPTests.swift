import Foundation
import Testing

@testable import Access

@Suite("TOTP: the codes of RFC 6238, and each once")
struct TOTPTests {
    private let secret: TOTPSecret

    init() throws { secret = try #require(TOTPSecret(bytes: Array("12345678901234567890".utf8))) }

    /// RFC 6238, appendix B, SHA-1: the last six of its eight digits.
    @Test(
        "the standard's own codes",
        arguments: [
            (59.0, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ])
    func vectors(_ time: TimeInterval, _ code: String) {
        #expect(secret.code(at: Date(timeIntervalSince1970: time)) == code)
    }

    @Test(
        "one step before and after now, no further",
        arguments: [(-2, false), (-1, true), (0, true), (1, true), (2, false)])
    func leeway(_ steps: Int, _ isTaken: Bool) {
        let now = Date(timeIntervalSince1970: 1_800_000_015)
        let code = secret.code(at: now.addingTimeInterval(Double(30 * steps)))
        #expect((secret.step(of: code, at: now, after: 0) != nil) == isTaken)
    }

    @Test("a step is taken once, and none before it afterwards")
    func once() throws {
        let now = Date(timeIntervalSince1970: 1_800_000_015)
        let step = try #require(secret.step(of: secret.code(at: now), at: now, after: 0))
        #expect(secret.step(of: secret.code(at: now), at: now, after: step) == nil)
        let earlier = secret.code(at: now.addingTimeInterval(-30))
        #expect(secret.step(of: earlier, at: now, after: step) == nil)
        let later = secret.code(at: now.addingTimeInterval(30))
        #expect(secret.step(of: later, at: now, after: step) == step + 1)
    }

    @Test("what is no code", arguments: ["", "28708", "2870820", "287 082", "abcdef"])
    func refuses(_ code: String) {
        #expect(secret.step(of: code, at: Date(timeIntervalSince1970: 59), after: 0) == nil)
    }

    /// RFC 4648 §10, without padding.
    @Test(
        "base32 as the standard has it",
        arguments: [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ])
    func base32(_ text: String, _ encoded: String) {
        #expect(Base32.encode(Array(text.utf8)) == encoded)
        #expect(Base32.decode(encoded.lowercased()) == Array(text.utf8))
    }

    @Test("what is no base32, or leaves bits over", arguments: ["1", "MZ0", "MZ=", "M", "MZ", "é"])
    func noBase32(_ text: String) { #expect(Base32.decode(text) == nil) }

    @Test("a secret is twenty random bytes, shown and read back; too short a one is none")
    func secrets() {
        let one = TOTPSecret()
        #expect(one.bytes.count == 20 && one != TOTPSecret())
        #expect(TOTPSecret(base32: one.base32) == one)
        #expect(TOTPSecret(base32: Base32.encode(Array(repeating: 1, count: 15))) == nil)
    }

    @Test("a sealed secret opens for its user, with its key, and unaltered")
    func seal() throws {
        let seal = SecondFactorSeal(bytes: AccountFolder.key)
        let sealed = try seal.seal(secret, of: "jansen")
        #expect(try seal.open(sealed, of: "jansen") == secret)
        #expect(throws: (any Error).self) { try seal.open(sealed, of: "pietersen") }
        let other = SecondFactorSeal(bytes: Array(repeating: UInt8(8), count: 32))
        #expect(throws: (any Error).self) { try other.open(sealed, of: "jansen") }
        var altered = sealed
        altered[20] ^= 1
        #expect(throws: (any Error).self) { try seal.open(altered, of: "jansen") }
    }
}
