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

    private static func changed(_ change: (inout MailSettings) -> Void) -> MailSettings {
        var settings = good
        change(&settings)
        return settings
    }

    private static let refused: [(name: String, settings: MailSettings)] = [
        ("server", changed { $0.server = nil }), ("port", changed { $0.port = 0 }),
        ("tls", changed { $0.tls = "misschien" }), ("tls", changed { $0.tls = "none" }),
        ("from", changed { $0.from = "geen adres" }), ("portal", changed { $0.portal = "portaal" }),
        ("ca-file", changed { $0.caFile = "nergens.pem" }), ("password-file", changed { $0.user = "hallowerk" }),
        ("password-file", changed { ($0.user, $0.passwordFile) = ("hallowerk", "nergens") }),
    ]

    @Test("each by its name")
    func refuses() {
        for (name, settings) in Self.refused {
            let refusal = #expect(throws: OperatorError.self) { try settings.checked(data: "/nergens") }
            #expect(refusal?.what.contains("mail.\(name)") == true, "\(refusal?.what ?? "")")
            #expect(refusal?.remedy?.isEmpty == false)
        }
    }
}
