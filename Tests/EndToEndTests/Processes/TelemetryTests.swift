import Domain
import Foundation
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Telemetry
@testable import hallowerk

@Suite("Figures and spans of a whole federation, read by other tools", .oneAtATime)
struct TelemetryTests {
    private func metrics(_ ops: String, _ accept: String) async throws -> String {
        let answer = try await HTTPCall.send("GET", ops + "/metrics", accept: accept)
        #expect(answer.status == 200)
        return String(decoding: answer.body, as: UTF8.self)
    }

    /// The families that a text has figures of, by their names in queries.
    private func names(in text: String) -> Set<String> {
        Set(
            text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
                line.split { "{ ".contains($0) }.first.map(String.init)
            })
    }

    @Test("every process has figures that promtool accepts, of the families that the export asks for")
    func figures() async throws {
        try await DemoProcess.run(regions: ["gorinchem", "zeeland"]) { demo in
            let portal = try await PortalClient.logIn(demo, region: "gorinchem")
            #expect(try await portal.search("").status == 200)
            try await settle {
                try await metrics(demo.ready.gateway.ops, "*/*").contains("hallowerk_region_probes_total{")
            }
            var all: Set<String> = []
            for ops in [demo.ready.gateway.ops] + demo.ready.regios.map(\.ops) {
                let text = try await metrics(ops, "*/*")
                all.formUnion(names(in: text))
                let open = try await metrics(ops, "application/openmetrics-text;version=1.0.0")
                #expect(open.hasSuffix("# EOF\n") && open.contains("# UNIT hallowerk_uptime_seconds seconds\n"))
                #expect(text.contains("hallowerk_log_writable 1\n"))
                #expect(
                    text.contains("hallowerk_call_duration_seconds_count{kind=\"search\",outcome=\"answered\"} 1\n"))
                guard let promtool = Promtool.path else { continue }
                let check = try Executable.run(promtool, ["check", "metrics"], input: text)
                #expect(check.code == 0 && check.errors.isEmpty && check.output.isEmpty, "\(ops): \(check)")
            }
            let gateway = try await metrics(demo.ready.gateway.ops, "*/*")
            for line in [
                "hallowerk_region_up{region=\"zeeland\"} 1",
                "hallowerk_region_breaker{region=\"zeeland\",state=\"gesloten\"} 1", "hallowerk_regions 2",
            ] { #expect(gateway.contains("\n\(line)\n"), "no line \(line)") }
            // What is only there when something is wrong or somebody asked for it, and what no process gives by itself.
            let sometimes: Set<MetricFamily> = [
                .regionCondition, .gatewayCondition, .incidentsOpen, .spans, .spansDropped, .revocationListExpiry,
                .callDuration, .requestDuration, .requests,
            ]
            for family in MetricFamily.allCases where !sometimes.contains(family) {
                #expect(all.contains(family.sample), "no process has \(family.sample)")
            }
        }
    }

    @Test("a search is one trace through portal, gateway and both nodes, and says nothing of what is sought")
    func trace() async throws {
        let bodies = Mutex<[String]>([])
        let collector = try await LoopbackHTTP { request in
            bodies.withLock { $0.append(request.body) }
            return .init(200, "{}")
        }
        let folder = DemoProcess.newFolder()
        let regions = ["gorinchem", "zeeland"]
        let made = try await DemoProcess(regions: regions, folder: folder)
        made.stop(keepingFolder: true)
        for data in made.ready.regios.map(\.data) + [made.ready.gateway.data] {
            var settings = try ProcessSettings.load(from: data)
            settings.tracing = TracingSettings(endpoint: "http://127.0.0.1:\(collector.port)")
            try settings.save(to: data)
        }
        let demo = try await DemoProcess(regions: regions, folder: folder)
        do {
            let portal = try await PortalClient.logIn(demo, region: "gorinchem")
            #expect(try await portal.search("heftruckchauffeur").status == 200)
        } catch {
            demo.stop()
            throw error
        }
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline, try bodies.withLock({ $0 }).flatMap(Span.all).count < 8 {
            await Task.yield()
        }
        demo.stop()
        try await collector.close()
        let taken = bodies.withLock { $0 }
        let spans = try taken.flatMap(Span.all)
        let root = try #require(spans.first { $0.name == "portal search" }, "\(spans)")
        let trace = spans.filter { $0.trace == root.trace }
        #expect(root.parent == nil && root.service == "hallowerk-node" && root.instance == "gorinchem")
        let gateway = try #require(trace.first { $0.name == "gateway search" })
        #expect(gateway.parent == root.id && gateway.service == "hallowerk-gateway")
        let calls = trace.filter { $0.name == "region call" }
        #expect(calls.map(\.region).sorted() == regions && calls.allSatisfy { $0.parent == gateway.id })
        let searches = trace.filter { $0.name == "node search" }
        #expect(searches.map(\.instance).sorted() == regions)
        for search in searches {
            #expect(calls.first { $0.id == search.parent }?.region == search.instance)
            #expect(
                trace.contains { $0.name == "node log" && $0.parent == search.id && $0.instance == search.instance })
        }
        #expect(trace.allSatisfy { $0.outcome == "answered" })
        for body in taken { #expect(!body.lowercased().contains("heftruck")) }
        try acceptedByProtocol(taken)
    }

    /// Against the protocol's own definition, where Python has the package `opentelemetry-proto`.
    private func acceptedByProtocol(_ bodies: [String]) throws {
        let reader = """
            import json, sys
            from google.protobuf import json_format
            from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
            for body in json.load(sys.stdin):
                assert json_format.Parse(body, ExportTraceServiceRequest()).resource_spans
            """
        let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
            (try? Executable.run($0, ["-c", "import opentelemetry.proto.collector.trace.v1.trace_service_pb2"]))?.code
                == 0
        }
        guard let python else { return }
        let bodies = String(decoding: try JSONEncoder().encode(bodies), as: UTF8.self)
        let check = try Executable.run(python, ["-c", reader], input: bodies)
        #expect(check.code == 0, "\(check.errors)")
    }

    private func settle(_ condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try await !condition() { try #require(ContinuousClock.now < deadline) }
    }

    /// A span as the collector got it.
    private struct Span {
        let trace, id, name, service, instance, region, outcome: String
        let parent: String?

        static func all(in body: String) throws -> [Span] {
            let root = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
            return (root?["resourceSpans"] as? [[String: Any]] ?? []).flatMap { resource in
                let own = texts(resource["resource"])
                return (resource["scopeSpans"] as? [[String: Any]] ?? []).flatMap { scope in
                    (scope["spans"] as? [[String: Any]] ?? []).map { Span($0, own) }
                }
            }
        }

        private init(_ span: [String: Any], _ resource: [String: String]) {
            func text(_ key: String) -> String { span[key] as? String ?? "" }
            let own = Self.texts(span)
            (trace, id, name) = (text("traceId"), text("spanId"), text("name"))
            (service, instance) = (resource["service.name"] ?? "", resource["service.instance.id"] ?? "")
            (region, outcome) = (own["hallowerk.region"] ?? "", own["hallowerk.outcome"] ?? "")
            parent = span["parentSpanId"] as? String
        }

        private static func texts(_ holder: Any?) -> [String: String] {
            let attributes = (holder as? [String: Any])?["attributes"] as? [[String: Any]] ?? []
            return attributes.reduce(into: [:]) { texts, attribute in
                let value = (attribute["value"] as? [String: Any])?["stringValue"] as? String
                if let key = attribute["key"] as? String { texts[key] = value }
            }
        }
    }
}
