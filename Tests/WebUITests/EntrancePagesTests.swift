import Domain
import Foundation
import Testing

@testable import WebUI

@Suite("Pages of the log-in, of the own account, and of roles")
struct EntrancePagesTests {
    private let pages: Pages

    init() throws { pages = try Pages() }

    @Test("markup in whatever is shown stays text, also in a link and on a button")
    func escapes() {
        for (name, html) in Samples.entrancePages(pages) {
            #expect(!html.contains("<script>") && !html.contains("\"co\""), "\(name)")
        }
    }

    @Test("an enrolment shows the secret in groups, a link for the app, and a code that fits it")
    func enrolment() throws {
        let page = pages.entrance(
            EntrancePage(
                face: .portal(region: "Zuid-Kennemerland en IJmond"),
                halfWay: Samples.halfWay(.enrolment(secret: Samples.secret), user: String(repeating: "w", count: 64))))
        #expect(page.contains("JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP"))
        #expect(page.contains("otpauth://totp/HalloWerk%20Zuid-Kennemerland:"))
        #expect(page.contains("secret=\(Samples.secret)&amp;issuer=HalloWerk"))
        #expect(try page.contains(Regex("<path d=\"M[0-9]+ [0-9]+h1v1h-1z")))
    }

    @Test("who must be confirmed stands first; nobody can change the own role; a provider's is not changed here")
    func staff() throws {
        let html = pages.staff(Samples.staff())
        let view = StaffView(Samples.staff(), .init(style: "", script: "", icon: ""))
        #expect(view.rows.map(\.user) == ["=1+1", "beheerder", "jansen", "bakker", "rotterdam.abc"])
        #expect(view.rows.map(\.canChange) == [true, false, true, true, false])
        #expect(view.rows.map(\.canWithdraw) == [true, false, true, false, false])
        #expect(view.rows.map(\.canClose) == [true, false, true, true, true])
        #expect(view.rows.map(\.canConfirm) == [true, false, true, false, true])
        #expect(view.toConfirm.map(\.user) == ["=1+1"] && html.contains("Deze rol bevestigen"))
    }

    @Test("the list as a file: quotes are doubled, and nothing is taken for a formula")
    func list() {
        let lines = String(decoding: Samples.staff().file, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(lines.count == 7 && lines[6].isEmpty)
        #expect(lines[3].hasPrefix("\"'=1+1\";"))
        #expect(lines[5].contains("\"Gemeente \"\"Rotterdam\"\"\""))
        #expect(lines[4].contains("\"geen rol\""))
    }

    @Test("a code of every length up to 180 bytes; more is none")
    func sizes() {
        for (count, size) in [(0, 21), (14, 21), (15, 25), (106, 41), (122, 45), (123, 49), (180, 53)] {
            #expect(QRCode(Array(repeating: 65, count: count))?.size == size, "\(count)")
        }
        #expect(QRCode(Array(repeating: 65, count: 181)) == nil)
    }

    /// Read back by zxing-cpp, an independent reader, when it was made; any change of a module shows.
    @Test(
        "codes, module by module",
        arguments: [
            ("HalloWerk", "9578309bf7c2e2e9"),
            (String(repeating: "otpauth://totp/", count: 8), "b0eafb26581e4584"),
            (String(repeating: "Zuid-Kennemerland ", count: 10), "878da583945ae418"),
        ])
    func golden(_ text: String, _ print: String) throws {
        let code = try #require(QRCode(Array(text.utf8)))
        let rows = (0..<code.size).map { y in
            (0..<code.size).map { code.dark[y * code.size + $0] ? "1" : "0" }.joined()
        }
        let found = rows.joined().utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        #expect(String(found, radix: 16) == print)
    }
}
