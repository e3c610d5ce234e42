import Foundation
import Testing

@testable import hallowerk

@Suite("Settings of traces: off without the group, over TLS beyond loopback, refused with the setting's name")
struct TracingSettingsTests {
    @Test(arguments: [
        ("https://otel.regio.example:4318", "https://otel.regio.example:4318/v1/traces"),
        ("http://127.0.0.1:4318/", "http://127.0.0.1:4318/v1/traces"),
        ("https://otel.regio.example/eigen/pad", "https://otel.regio.example/eigen/pad"),
    ])
    func takes(_ endpoint: String, _ collector: String) throws {
        let checked = try TracingSettings(endpoint: endpoint).checked(data: "/tmp")
        #expect(checked.collector == collector)
        #expect(checked.share == 1)
    }

    @Test(arguments: [
        (TracingSettings(), "tracing.endpoint"), (TracingSettings(endpoint: "otel:4318"), "tracing.endpoint"),
        (TracingSettings(endpoint: "http://otel.regio.example:4318"), "has no TLS"),
        (TracingSettings(endpoint: "https://otel.regio.example", sample: 1.5), "tracing.sample"),
        (TracingSettings(endpoint: "https://otel.regio.example", caFile: "/tmp/no-such.pem"), "tracing.ca-file"),
    ])
    func refuses(_ settings: TracingSettings, _ reason: String) {
        do {
            _ = try settings.checked(data: "/tmp")
            Issue.record("taken: \(settings)")
        } catch {
            #expect("\(error)".contains(reason))
        }
    }

    @Test func aMisspelledSettingIsNamed() throws {
        let folder = DemoProcess.newFolder()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try "tracing:\n  endpiont: https://x\n".write(
            toFile: folder + "/settings.yaml", atomically: true, encoding: .utf8)
        do {
            _ = try ProcessSettings.load(from: folder)
            Issue.record("taken")
        } catch {
            #expect("\(error)".contains("tracing.endpiont"))
        }
    }
}
