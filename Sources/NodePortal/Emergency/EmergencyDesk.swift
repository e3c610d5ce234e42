import Access
import Domain
import Foundation
import PeopleHTTP
import Trust
import WebUI
import Wire

/// Exceptional access (noodtoegang): staff of a processor or of regional IT ask it, the municipality's administrator
/// decides; each step is in the audit log before it is taken (P-VIS-4, I-9).
struct EmergencyDesk: Sendable {
    /// Who may ask: they manage the system and see no person otherwise.
    static let askers: Set<Role> = [.processor, .regionalIT]

    let parts: PortalParts

    /// What `account` may look at now. An agreement that ends, ends it.
    func live(of account: Account) -> EmergencyAccess? {
        guard Self.askers.contains(account.role), hasAgreement(account) else { return nil }
        return parts.emergency.live(of: account.user)
    }

    /// Municipalities that can be asked.
    var municipalities: [Municipality] {
        (parts.registry.value.member(parts.region)?.region.municipalities ?? []).sorted { $0.name < $1.name }
    }

    /// What concerns `account`, newest first.
    func list(for account: Account) async throws -> [EmergencyAccess] {
        try await parts.stored("accounts") {
            if account.role == .municipalAdministrator, let municipality = account.municipality {
                return try await parts.emergency.list(in: municipality)
            }
            return try await parts.emergency.list(of: account.user)
        }
    }

    func ask(_ entry: EmergencyEntry, by account: Account, origin: String) async throws {
        let act = Act(name: "ask for emergency access", object: "dossiers", actor: account.user, origin: origin)
        try await act.audit("asked", parts.records)
        try await doing(act) {
            guard hasAgreement(account) else { throw EmergencyRefusal.agreement }
            guard let municipality = municipalities.first(where: { $0.code.code == entry.municipality }) else {
                throw EmergencyRefusal.municipality
            }
            let access = try await parts.emergency.ask(
                for: account, of: municipality.code, because: entry.reason, hours: Int(entry.hours) ?? 0)
            await Notices(
                post: parts.post, accounts: parts.accounts, dossiers: parts.dossiers, logger: parts.logger
            ).tell(administratorsOf: municipality.code)
            return access
        }
    }

    func decide(_ id: String, grants: Bool, by account: Account, origin: String) async throws {
        let act = Act(
            name: grants ? "grant emergency access" : "refuse emergency access", object: Self.object(id),
            actor: account.user, origin: origin)
        try await act.audit("asked", parts.records)
        try await doing(act) { try await parts.emergency.decide(Self.number(id), grants: grants, by: account) }
    }

    func end(_ id: String, by account: Account, origin: String) async throws {
        let act = Act(
            name: "end emergency access", object: Self.object(id), actor: account.user, origin: origin)
        try await act.audit("asked", parts.records)
        try await doing(act) { try await parts.emergency.end(Self.number(id), by: account) }
    }

    /// Writes down what time ended: first in the audit log.
    func noteOverdue() async throws {
        for access in parts.emergency.overdue() {
            let act = Act(
                name: "end emergency access", object: Self.object(of: access), actor: "time", origin: "node")
            try await act.audit("done", parts.records)
            try await parts.stored("accounts") { try await parts.emergency.note(overdue: access) }
        }
    }

    /// What somebody must know of it on every page.
    func notice(for account: Account) -> Frame.Emergency? {
        let time = parts.now()
        if let access = live(of: account) {
            return .init(
                sentence: "U kijkt mee in de dossiers van \(name(of: access.municipality)), tot "
                    + "\(access.end.dutch(asOf: time)). U kunt niets wijzigen; wat u opent, wordt vastgelegd.",
                canAct: true)
        }
        guard [.municipalAdministrator, .caseManager].contains(account.role), let municipality = account.municipality
        else { return nil }
        let open = parts.emergency.open(in: municipality)
        let isAdministrator = account.role == .municipalAdministrator
        let sentences = open.compactMap { access in
            switch access.state(at: time) {
            case .granted(let end):
                "\(access.name) (\(organisation(of: access))) kijkt mee in de dossiers van uw gemeente, tot "
                    + "\(end.dutch(asOf: time)). Reden: \(access.reason)"
            case .asked where isAdministrator:
                "\(access.name) (\(organisation(of: access))) vraagt om mee te kijken in de dossiers van uw gemeente."
            default: nil
            }
        }
        return sentences.isEmpty
            ? nil : .init(sentence: sentences.joined(separator: " "), canAct: isAdministrator)
    }

    func organisation(of access: EmergencyAccess) -> String {
        parts.registry.value.processor(oin: access.organisation)?.name ?? "ICT van \(parts.regionName)"
    }

    func name(of municipality: MunicipalityCode) -> String {
        parts.registry.value.municipality(municipality)?.name ?? municipality.code
    }

    /// Regional IT works for the region itself.
    private func hasAgreement(_ account: Account) -> Bool {
        account.role == .regionalIT
            || parts.registry.value.allowsEmergency(in: parts.region, to: account.organisation, at: parts.now())
    }

    /// One act as the audit log names it.
    private struct Act: Sendable {
        let name: String
        let object: String
        let actor: String
        let origin: String

        func audit(_ result: String, object other: String? = nil, _ records: ActRecords) async throws {
            try await records.audit(name, object: other ?? object, result: result, actor: actor, origin: origin)
        }
    }

    private func doing(_ act: Act, _ body: () async throws -> EmergencyAccess) async throws {
        do {
            let access = try await parts.stored("accounts", body)
            try await act.audit("done", object: Self.object(of: access), parts.records)
        } catch let refusal as EmergencyRefusal {
            try await act.audit("refused: \(refusal)", parts.records)
            throw refusal
        }
    }

    private static func number(_ id: String) throws -> UUID {
        guard let number = UUID(uuidString: id) else { throw EmergencyRefusal.notOpen }
        return number
    }

    /// Only what is a number is written; anything may be sent.
    private static func object(_ id: String) -> String {
        UUID(uuidString: id).map { "emergency access \($0.uuidString.lowercased())" } ?? "emergency access"
    }

    private static func object(of access: EmergencyAccess) -> String {
        object(access.id.uuidString) + " to \(access.municipality)"
    }
}

/// What was typed to ask for it.
struct EmergencyEntry: Hashable, Sendable {
    var municipality = ""
    var reason = ""
    var hours = ""
}

extension Registry {
    /// Whether the organisation with `oin` is a processor whose agreement lets it ask for exceptional access in
    /// `region`.
    func allowsEmergency(in region: RegionCode, to oin: OIN, at time: Date) -> Bool {
        processor(oin: oin)?.regions(at: time, allowing: .emergency).contains(region) == true
    }
}
