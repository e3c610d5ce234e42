import Access
import Accountability
import AsyncHTTPClient
import Domain
import Dossiers
import Foundation
import Logging
import NIOPosix
import PeerHTTP
import ServiceLifecycle
import Showcase
import Synchronization
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

/// The clock that every part of an inside federation reads; it stands still until a test moves it.
final class StillClock: Sendable {
    private let time: Mutex<Date>

    init(at time: Date = Date(timeIntervalSince1970: (Date.now.timeIntervalSince1970).rounded())) {
        self.time = Mutex(time)
    }

    var now: Date { time.withLock(\.self) }

    func pass(seconds: TimeInterval) { time.withLock { $0 += seconds } }
}

/// A region's node in this process: the executable's own wiring, real ports and files, with a test's people and clock.
struct InsideNode: Sendable {
    static let password = "een-lang-wachtwoord"

    let code: RegionCode
    let stores: NodeStores
    let showcase: Showcase
    let ledger: DossierLedger
    let footing: Footing
    let wiring: NodeWiring
    var keys: KeyFolder { footing.keys.value }
    var portal: String { "http://\(footing.settings.people)" }
    var federationPort: Int { footing.settings.federation.port }
    var data: String { footing.settings.data }

    /// Opens a node's stores in a folder of its own and fills them with `people`.
    ///
    /// - Parameters:
    ///   - localKeys: the folder of another node's keys, for a twin.
    ///   - statistics: what the node reports of its showcase, in place of what the executable takes.
    static func make(
        _ region: Region, in federation: TestFederation, people: [Dossier], clock: StillClock,
        name: String? = nil, localKeys: String? = nil,
        statistics: (@Sendable (Showcase) -> TermStatistics)? = nil, registry: CurrentRegistry? = nil,
        budgets: BudgetSettings? = nil, secondFactor: SecondFactor = .optional,
        identityProviders: [String: IdentityProviderSettings]? = nil
    ) async throws -> InsideNode {
        let data = federation.folder + "/data-" + (name ?? region.code.slug)
        try OwnerOnlyFile.makeFolder(data)
        if let localKeys { try FileManager.default.copyItem(atPath: localKeys, toPath: data + "/" + DataFile.keys) }
        let footing = try await InsideFederation.footing(
            region.code.slug, in: federation, data: data, clock: clock, registry: registry, budgets: budgets,
            secondFactor: secondFactor, identityProviders: identityProviders)
        let stores = try NodeStores.open(in: data, secondFactor: secondFactor, now: footing.now)
        let showcase = Showcase(places: InsideFederation.regions.places)
        let ledger = DossierLedger(store: stores.dossiers, showcase: showcase)
        try await ledger.add(people)
        var wiring = NodeWiring(
            code: region.code, footing: footing, stores: stores, showcase: showcase, ledger: ledger,
            places: InsideFederation.regions.places, maintenance: try .open(in: data))
        if let statistics { wiring.statistics = { statistics(showcase) } }
        return InsideNode(
            code: region.code, stores: stores, showcase: showcase, ledger: ledger, footing: footing, wiring: wiring)
    }

    /// This node once more, as after a restart: all that is not on disk is gone. It listens elsewhere.
    func restarted(
        in federation: TestFederation, clock: StillClock, budgets: BudgetSettings?
    ) async throws -> InsideNode {
        let footing = try await InsideFederation.footing(
            code.slug, in: federation, data: data, clock: clock, budgets: budgets)
        let stores = try NodeStores.open(in: data, secondFactor: .optional, now: footing.now)
        let showcase = Showcase(places: InsideFederation.regions.places)
        let ledger = DossierLedger(store: stores.dossiers, showcase: showcase)
        try await ledger.rebuildIndexes()
        let wiring = NodeWiring(
            code: code, footing: footing, stores: stores, showcase: showcase, ledger: ledger,
            places: InsideFederation.regions.places, maintenance: try .open(in: data))
        return InsideNode(
            code: code, stores: stores, showcase: showcase, ledger: ledger, footing: footing, wiring: wiring)
    }

    /// An account of the region's first municipality, named after its role.
    func addAccount(_ role: Role) async throws {
        let home = try #require(footing.registry.value.member(code)).region.municipalities[0]
        let account = Account(
            user: role.rawValue.lowercased(), displayName: role.rawValue, role: role, municipality: home.code,
            organisation: home.oin)
        try await stores.accounts.add(account, password: Self.password)
    }

    /// A client of gateways, as the executable makes one.
    func gateways() throws -> PeerClient {
        PeerClient(
            tls: try PeerTLS(keys: footing.keys, registry: footing.registry, now: footing.now),
            group: MultiThreadedEventLoopGroup.singleton, accepting: [.gateway])
    }

    /// A session on the portal of somebody with that role, whose account is made.
    func logIn(_ role: Role = .accountManager) async throws -> PortalClient {
        try await addAccount(role)
        return try await logInAgain(role)
    }

    /// Another session of somebody whose account is there.
    func logInAgain(_ role: Role) async throws -> PortalClient {
        let body = try JSONEncoder().encode(["gebruiker": role.rawValue.lowercased(), "wachtwoord": Self.password])
        let answer = try await PortalClient.send("POST", portal + WirePath.sessions, Array(body), nil)
        try #require(answer.status == 201, "\(String(decoding: answer.body, as: UTF8.self))")
        struct Session: Decodable { let token: String }
        return PortalClient(url: portal, token: try JSONDecoder().decode(Session.self, from: Data(answer.body)).token)
    }

    /// Hides somebody as the case manager of the person's municipality does.
    func hide(_ person: Dossier) async throws(LedgerRefusal) {
        try await ledger.hide(person.id, by: act(person))
    }

    func show(_ person: Dossier) async throws(LedgerRefusal) {
        try await ledger.show(person.id, by: act(person))
    }

    /// Edits the newest revision, whichever that is.
    func edit(
        _ person: Dossier, _ change: @escaping @Sendable (inout Dossier) -> Void
    ) async throws(LedgerRefusal) {
        var revision = person.revision
        while true {
            let act = ActOfEditing(
                account: "klantmanager", municipality: person.municipality, revision: revision, at: footing.now())
            do throws(LedgerRefusal) {
                try await ledger.edit(person.id, by: act, change)
                return
            } catch {
                guard case .conflict(let newer) = error else { throw error }
                revision = newer.revision
            }
        }
    }

    private func act(_ person: Dossier) -> ActOfVisibility {
        ActOfVisibility(
            account: "klantmanager", municipality: person.municipality, request: "V-1", reason: "op verzoek",
            at: footing.now())
    }
}
