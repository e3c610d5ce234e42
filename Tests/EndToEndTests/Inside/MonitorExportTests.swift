import Domain
import Foundation
import Telemetry
import Testing

@testable import hallowerk

@Suite("hallowerk monitor export: files whose names are those of the code, and which the tools take")
struct MonitorExportTests {
    private func files() throws -> [String: String] {
        let files = try MonitorExport.files(gateways: ["127.0.0.1:8402"], nodes: ["127.0.0.1:8412", "127.0.0.1:8422"])
        return Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) })
    }

    @Test("every figure that a file names is one of the code's")
    func names() throws {
        let known = Set(
            MetricFamily.allCases.flatMap { family in
                family.kind == .histogram
                    ? ["_bucket", "_sum", "_count"].map { family.rawValue + $0 } : [family.sample]
            })
        for (name, text) in try files() where name != MonitorExport.configuration {
            let used = text.matches(of: /\b(?:hallowerk|process)_[a-z_]+/).map { String($0.output) }
            #expect(used.count > 10, "\(name)")
            for figure in used { #expect(known.contains(figure), "\(name) asks for \(figure)") }
        }
    }

    @Test("each state has its alert with its own words, but those that are no failure")
    func words() throws {
        let rules = try #require(try files()[MonitorExport.rules])
        for condition in HealthCondition.allCases {
            let isThere = rules.contains("condition=\"\(condition.rawValue)\"")
            #expect(isThere == !AlertRules.quiet.contains(condition), "\(condition)")
            if isThere { #expect(rules.contains(condition.consequence) && rules.contains(condition.remedy)) }
        }
    }

    @Test func theDashboardIsJSONWithAChosenSource() throws {
        let text = try #require(try files()[MonitorExport.dashboard])
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let panels = try #require(root["panels"] as? [[String: Any]])
        #expect(panels.count > 12)
        #expect(Set(panels.compactMap { $0["id"] as? Int }).count == panels.count)
        for panel in panels where panel["type"] as? String != "row" {
            #expect((panel["datasource"] as? [String: Any])?["uid"] as? String == "${datasource}")
        }
    }

    @Test(
        "promtool takes configuration and rules",
        .enabled(if: Promtool.path != nil, "Debian's package prometheus is not installed"))
    func valid() throws {
        let folder = DemoProcess.newFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let promtool = try #require(Promtool.path)
        let made = try Executable.hallowerk(["monitor", "export", folder, "--node", "127.0.0.1:8412"])
        #expect(made.code == 0 && made.output.split(separator: "\n").count == 3, "\(made)")
        for (what, file) in [("rules", MonitorExport.rules), ("config", MonitorExport.configuration)] {
            let check = try Executable.run(promtool, ["check", what, folder + "/" + file])
            #expect(check.code == 0, "\(check)")
        }
    }

    @Test func refusesWhatIsNoAddress() throws {
        let made = try Executable.hallowerk(["monitor", "export", DemoProcess.newFolder(), "--node", "knooppunt"])
        #expect(made.code == 1 && made.errors.contains("'knooppunt' is no address"), "\(made)")
    }
}
