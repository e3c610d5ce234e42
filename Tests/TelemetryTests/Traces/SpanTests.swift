import Domain
import Foundation
import Logging
import ServiceLifecycle
import Testing
import Wire

@testable import Telemetry

@Suite("Spans: at the logs' places, without a word of what was asked, never in the way")
struct SpanTests {
    private let place = SpanPlace(
        traceID: "0af7651916cd43dd8448eb211c80319c", spanID: "b7ad6b7169203331", parentID: "00f067aa0ba902b7")

    @Test func aStepIsASpanAtItsPlace() async throws {
        let queue = SpanQueue(share: 1)
        let region = try RegionCode("zeeland")
        let value = await SpanDesk(queue: queue).within(.nodeSearch, place, .region(region)) { _ in 7 }
        #expect(value == 7)
        let span = try #require(queue.next().first)
        #expect(span.place == place)
        #expect(span.name == "node search")
        #expect(span.labels == [.region(region)])
        #expect(span.outcome == .answered)
        #expect(span.end >= span.start)
    }

    @Test func aStepUnderAnotherHasAnIDOfItsOwn() async throws {
        let queue = SpanQueue(share: 1)
        await SpanDesk(queue: queue).under(place, .nodeLog) { _ in }
        let span = try #require(queue.next().first)
        #expect(span.place.traceID == place.traceID)
        #expect(span.place.parentID == place.spanID)
        #expect(span.place.spanID != place.spanID)
        #expect(span.place.spanID.count == 16)
    }

    private struct Secret: Error, CustomStringConvertible { let description = "Jan zoekt heftruckchauffeur" }

    @Test("how it ended is read of what is thrown, and its text stays here")
    func errorsAreOutcomes() async throws {
        let queue = SpanQueue(share: 1)
        let desk = SpanDesk(queue: queue)
        for error in [Secret(), Problem.forbidden(), Problem.unavailable(), CancellationError()] as [any Error] {
            await #expect(throws: (any Error).self) { try await desk.within(.portalSearch, place) { _ in throw error } }
        }
        let spans = queue.next()
        #expect(spans.map(\.outcome) == [.failed, .refused, .failed, .left])
        let json = String(decoding: try OTLPJSON.encode(spans, of: .node(try RegionCode("zeeland"))), as: UTF8.self)
        #expect(!json.contains("Jan") && !json.contains("heftruck"))
    }

    @Test func nothingIsMadeWhileTracesAreOff() async {
        var places = 0
        func counted() -> SpanPlace {
            places += 1
            return place
        }
        await SpanDesk.off.within(.nodeSearch, counted()) { note in note.note(.outcome(.failed)) }
        #expect(places == 0)
    }

    @Test func everyProcessTakesTheSameShare() {
        let queues = [SpanQueue(share: 0.25), SpanQueue(share: 0.25)]
        let traces = (0..<4_000).map { _ in SpanPlace.root().traceID }
        let taken = queues.map { queue in traces.filter(queue.takes) }
        #expect(taken[0] == taken[1])
        #expect((800...1_200).contains(taken[0].count), "\(taken[0].count) of 4000")
        #expect(!traces.contains(where: SpanQueue(share: 0).takes))
    }

    @Test func aFullQueueDropsAndCounts() async {
        let queue = SpanQueue(share: 1)
        for _ in 0..<SpanQueue.limit + 10 { await SpanDesk(queue: queue).within(.nodeSearch, place) { _ in } }
        #expect(queue.dropped == 10)
        #expect(queue.next().count == SpanQueue.batch)
    }

    @Test("the JSON is OTLP's: hexadecimal ids, nanoseconds as text, enums as numbers")
    func encodes() async throws {
        let queue = SpanQueue(share: 1)
        await SpanDesk(queue: queue).within(.regionCall, place, .region(try RegionCode("zeeland"))) { note in
            note.note(.outcome(.failed))
        }
        let bytes = try OTLPJSON.encode(queue.next(), of: .gateway(try OIN("00000099000000000001")))
        let root = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        let resource = try #require((root["resourceSpans"] as? [[String: Any]])?.first)
        let span = try #require(
            ((resource["scopeSpans"] as? [[String: Any]])?.first?["spans"] as? [[String: Any]])?.first)
        #expect(span["traceId"] as? String == place.traceID)
        #expect(span["parentSpanId"] as? String == place.parentID)
        #expect(span["kind"] as? Int == 3)
        #expect(UInt64(try #require(span["startTimeUnixNano"] as? String)) != nil)
        #expect((span["status"] as? [String: Any])?["code"] as? Int == 2)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("hallowerk.region") && text.contains("\"zeeland\"") && text.contains("hallowerk.outcome"))
    }
}
