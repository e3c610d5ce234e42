import Foundation
import Mail
import Testing

@testable import hallowerk

@Suite("Settings: mail that would not be safe, or could not be sent, is refused by its setting's name")
struct MailSettingsTests {
    private static let good = MailSettings(
        server: "mail.example", from: "hallowerk@regio.example", portal: "https://portaal.example")

    @Test("read from settings.yaml, with TLS and port 587 unless it says otherwise")
    func reads() throws {
        let data = NSTemporaryDirectory() + "mail-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: data) }
        let yaml = """
            mail:
              server: mail.example
              from: hallowerk@regio.example
              portal: https://portaal.example
            """
        try yaml.write(toFile: data + "/settings.yaml", atomically: true, encoding: .utf8)
        let checked = try #require(try CheckedSettings(ProcessSettings.load(from: data), data: data).mail)
        #expect(checked.port == 587 && checked.server.security == .startTLS && checked.host == "mail.example")
        try (yaml + "\n  wachtwoord: geheim").write(toFile: data + "/settings.yaml", atomically: true, encoding: .utf8)
        #expect(throws: OperatorError.self) { try ProcessSettings.load(from: data) }
        #expect(try CheckedSettings(ProcessSettings(), data: data).mail == nil)
    }

    @Test(
        "each by its name",
        arguments: [
            ("server", { $0.server = nil }), ("port", { $0.port = 0 }), ("tls", { $0.tls = "misschien" }),
            ("tls", { $0.tls = "none" }), ("from", { $0.from = "geen adres" }), ("portal", { $0.portal = "portaal" }),
            ("ca-file", { $0.caFile = "nergens.pem" }), ("password-file", { $0.user = "hallowerk" }),
            ("password-file", { ($0.user, $0.passwordFile) = ("hallowerk", "nergens") }),
        ] as [(String, @Sendable (inout MailSettings) -> Void)])
    func refuses(_ name: String, _ change: @Sendable (inout MailSettings) -> Void) {
        var settings = Self.good
        change(&settings)
        let refusal = #expect(throws: OperatorError.self) { try settings.checked(data: "/nergens") }
        #expect(refusal?.what.contains("mail.\(name)") == true, "\(refusal?.what ?? "")")
        #expect(refusal?.remedy?.isEmpty == false)
    }
}
