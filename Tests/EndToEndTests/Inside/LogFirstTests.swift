import Domain
import Foundation
import GRDB
import PeerHTTP
import TestSupport
import Testing
import Trust
import Wire

@testable import Accountability
@testable import hallowerk

/// What can keep a log line from being written.
enum LogFault: CaseIterable, CustomTestStringConvertible {
    /// SQLite finds no room for another page.
    case fullDisk
    /// One of the two logs refuses each line.
    case refusedAudit, refusedProcessing
    var testDescription: String {
        switch self {
        case .fullDisk: "a full disk"
        case .refusedAudit: "an audit log that refuses"
        case .refusedProcessing: "a processing log that refuses"
        }
    }

    /// Brings the fault about in the logs of a node, or ends it.
    func set(_ isThere: Bool, in node: InsideNode) async throws {
        switch self {
        case .fullDisk:
            try await node.stores.accountability.pool.writeWithoutTransaction { database in
                guard isThere else {
                    return try database.execute(sql: "PRAGMA max_page_count = 1000000; DROP TABLE filling")
                }
                try database.execute(sql: "CREATE TABLE filling (text BLOB); PRAGMA max_page_count = 1")
                // The room that is left on the last page of each table is used up too.
                for table in ["filling", "audit", "processing"] {
                    let sql = table == "filling" ? "INSERT INTO filling VALUES (zeroblob(2000))" : Self.line(of: table)
                    while (try? database.execute(sql: sql)) != nil {}
                }
            }
        case .refusedAudit: try Self.refuseLines(isThere, of: "audit", in: node.data + "/" + DataFile.accountability)
        case .refusedProcessing:
            try Self.refuseLines(isThere, of: "processing", in: node.data + "/" + DataFile.accountability)
        }
    }

    /// Another line like the last.
    private static func line(of table: String) -> String {
        let columns =
            table == "audit"
            ? "action, object, result, origin, actor, time, trace_id, hash"
            : "trace_id, span_id, activity, name, started, ended, succeeded, subjects"
        return "INSERT INTO \(table) (\(columns)) SELECT \(columns) FROM \(table) ORDER BY number DESC LIMIT 1"
    }

    /// Makes a log in `file` refuse lines, from another connection.
    static func refuseLines(_ isThere: Bool, of table: String, in file: String) throws {
        let sql =
            isThere
            ? "CREATE TRIGGER refuse BEFORE INSERT ON \(table) BEGIN SELECT RAISE(ABORT, 'no'); END"
            : "DROP TRIGGER refuse"
        // Whoever writes at that moment comes first.
        var patient = Configuration()
        patient.busyMode = .timeout(InsideFederation.patience / .seconds(1))
        try DatabaseQueue(path: file, configuration: patient).write { try $0.execute(sql: sql) }
    }
}

@Suite("I-9: no answer before its log", .oneAtATime)
struct LogFirstTests {
    private func run(_ body: @escaping @Sendable (InsideFederation) async throws -> Void) async throws {
        let regions = [try InsideFederation.region("gorinchem"), try InsideFederation.region("zeeland")]
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 40) }, body: body)
    }

    @Test(
        "a region whose log cannot be written gives neither hits nor profile, and does again when it can",
        arguments: LogFault.allCases)
    func source(_ fault: LogFault) async throws {
        try await run { federation in
            let node = try federation.node("gorinchem")
            let asker = try await TestAsker("zeeland", in: federation.federation, clock: federation.clock)
            let gateway = try TestGateway(in: federation.federation)
            let search = SearchRequest(text: "", count: 5, purpose: TestAsker.purpose)
            let found = try Lines(try await gateway.send(asker.search(search), to: node).body)
            let handle = try found.hits[0].text("handvat")
            try await fault.set(true, in: node)
            for question in [try await asker.search(search), try await asker.open(handle, at: node.keys.oin)] {
                let answer = try await gateway.send(question, to: node)
                #expect(answer.status == 503 && answer.contentType == MediaType.problem)
            }
            let whole = try await asker.ask(asker.search(search))
            let outcomes = try FederatedAnswerJSON.read(whole.body).outcomes
            #expect(outcomes.first { $0.region == node.code }?.state == .faulty)
            try await fault.set(false, in: node)
            #expect(try await gateway.send(asker.search(search), to: node).status == 200)
            #expect(try await gateway.send(asker.open(handle, at: node.keys.oin), to: node).status == 200)
        }
    }

    @Test("a portal whose log cannot be written lets nobody in and asks nobody anything", arguments: LogFault.allCases)
    func portal(_ fault: LogFault) async throws {
        try await run { federation in
            let node = try federation.node("zeeland")
            let home = try federation.node("gorinchem")
            let portal = try await node.logIn()
            let handle = try #require(try await portal.search("").answer?.hits.first?.handle)
            let before = try await home.stores.accountability.auditLog.head().number
            try await fault.set(true, in: node)
            #expect(try await portal.search("").status == 503)
            #expect(try await portal.open(handle).status == 503)
            let body = try JSONEncoder().encode(["gebruiker": "accountmanager", "wachtwoord": InsideNode.password])
            let entered = try await PortalClient.send("POST", node.portal + WirePath.sessions, Array(body), nil)
            #expect(entered.status == (fault == .refusedProcessing ? 201 : 503), "a log-in is in the audit log only")
            #expect(try await home.stores.accountability.auditLog.head().number == before, "nobody was asked")
            try await fault.set(false, in: node)
            #expect(try await portal.search("").status == 200)
        }
    }

    @Test("a gateway whose log cannot be written passes nothing on")
    func gateway() async throws {
        try await run { federation in
            let asker = try await TestAsker("zeeland", in: federation.federation, clock: federation.clock)
            let search = SearchRequest(text: "", count: 5, purpose: TestAsker.purpose)
            let first = try FederatedAnswerJSON.read(try await asker.ask(asker.search(search)).body)
            let hit = try #require(first.hits.first)
            let home = try federation.node(hit.region.slug)
            let file = federation.federation.folder + "/data-gateway/" + DataFile.accountability
            try LogFault.refuseLines(true, of: "processing", in: file)
            #expect(try await asker.ask(asker.search(search)).status == 503)
            #expect(try await asker.ask(asker.open(hit.handle, at: home.keys.oin)).status == 503)
            try LogFault.refuseLines(false, of: "processing", in: file)
            #expect(try await asker.ask(asker.search(search)).status == 200)
        }
    }
}
