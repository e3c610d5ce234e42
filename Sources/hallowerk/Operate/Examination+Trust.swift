import Domain
import Foundation
import Trust

/// Keys, certificate, revocation lists and registry, as peers and the process itself would judge them.
extension Examination {
    /// What was found, and what the rest of the examination goes on with; nil when it cannot be read.
    struct Trusted {
        var checks: [Check]
        var keys: KeyFolder?
        var registry: Registry?
    }

    func trust(_ settings: CheckedSettings) async -> Trusted {
        let keys: KeyFolder
        do throws(KeyFolderInvalid) {
            keys = try KeyFolder.load(settings.certificates)
        } catch {
            return Trusted(
                checks: error.problems.map { .critical("keys", "\($0.file): \($0.reason)", Self.sentence($0.remedy)) })
        }
        var trusted = Trusted(
            checks: [.good("keys", "\(settings.certificates), OIN \(keys.oin)"), certificate(keys)], keys: keys)
        trusted.checks += await chain(settings)
        trusted.checks += revocations(settings)
        guard let jws = FileManager.default.contents(atPath: settings.registry) else {
            trusted.checks.append(
                .critical("registry", "\(settings.registry) cannot be read", "Take it from the federation's authority.")
            )
            return trusted
        }
        do throws(RegistryRefusal) {
            let registry = try await SignedRegistry.verify(
                Array(jws), authority: keys.registryAuthority, now: Date(), notOlderThan: nil)
            trusted.registry = registry
            trusted.checks.append(Self.standing(of: keys, in: registry, as: settings.region))
        } catch {
            trusted.checks.append(
                .critical("registry", "\(error)", "Take a fresh one from the federation's authority."))
        }
        return trusted
    }

    private func certificate(_ keys: KeyFolder) -> Check {
        let days = Int(keys.expires.timeIntervalSinceNow / 86_400)
        guard keys.expires > Date() else {
            return .critical(
                "certificate", "ended \(keys.expires.formatted(.iso8601))",
                "Ask for a new one now (`hallowerk certs renew`): nobody will talk to this process.")
        }
        switch NodeHealth.Mark(certificateExpires: keys.expires, at: Date()) {
        case .ok: return .good("certificate", "\(days) days left, \(keys.hosts.joined(separator: ", "))")
        case .attention:
            return .attention(
                "certificate", "\(days) days left", "Ask for a new one before it ends (`hallowerk certs renew`).")
        case .critical: return .critical("certificate", "ends within a day", "Put a new one in its place now.")
        }
    }

    /// The chain as every peer would judge it; what `certificate` and `revocations` tell is left to them.
    private func chain(_ settings: CheckedSettings) async -> [Check] {
        guard let row = try? await CertificateReport.read(settings.certificates, now: Date()).first else { return [] }
        guard case .refused(let reasons) = row.verdict else {
            return [.good("chain", "\(row.keyAlgorithm), leads to an anchor, for use as server and client")]
        }
        return reasons.map { reason in
            let parts = reason.split(separator: "; ", maxSplits: 1).map(String.init)
            return .critical(
                "chain", parts[0],
                parts.count > 1 ? Self.sentence(parts[1]) : "Have a certificate issued that peers accept.")
        }
    }

    private func revocations(_ settings: CheckedSettings) -> [Check] {
        let rows = (try? CertificateReport.lists(in: settings.certificates, now: Date())) ?? []
        guard !rows.isEmpty else {
            return [
                .attention(
                    "revocation lists", "there are none: a revoked certificate is accepted until it ends",
                    "Put the CAs' lists, in PEM, in \(settings.certificates)/\(KeyFolder.revocationFile).")
            ]
        }
        return rows.map { row in
            let what = "\(row.issuer), number \(row.number)"
            let remedy =
                "Put the newest in \(settings.certificates)/\(KeyFolder.revocationFile); a running node pulls it."
            switch row.verdict {
            case .good: return .good("revocation list", "\(what), until \(row.nextUpdate.formatted(.iso8601))")
            case .attention(let reasons):
                return .attention("revocation list", "\(what): \(reasons.joined(separator: "; "))", remedy)
            case .refused(let reasons):
                return .critical("revocation list", "\(what): \(reasons.joined(separator: "; "))", remedy)
            }
        }
    }

    private static func standing(of keys: KeyFolder, in registry: Registry, as region: RegionCode?) -> Check {
        let days = Int(registry.expires.timeIntervalSinceNow / 86_400)
        if let region, let member = registry.member(region), member.region.oin != keys.oin {
            return .critical(
                "OIN", "the keys are of OIN \(keys.oin), and \(region) is OIN \(member.region.oin)",
                "Set 'certificates' to the folder of this region, or 'region' to that of these keys.")
        }
        if let member = registry.member(oin: keys.oin), member.region.status == .suspended {
            return .critical(
                "registry", "serial \(registry.serial) suspends \(member.region.code)",
                "Call the federation's authority: nobody answers this region until it is lifted.")
        }
        guard !registry.roles(of: keys.oin).isEmpty else {
            return .critical(
                "registry", "serial \(registry.serial) gives OIN \(keys.oin) no role",
                "Ask the federation's authority for a place in it.")
        }
        if let member = registry.member(oin: keys.oin), !keys.publicKeys.isKnown(to: member.keys) {
            return .critical(
                "registry", "serial \(registry.serial) knows other keys for OIN \(keys.oin)",
                "Send the authority this party's public-keys.json.")
        }
        guard days >= 2 else {
            return .attention(
                "registry", "serial \(registry.serial) ends in \(days) days", "Take a newer one from the authority.")
        }
        return .good("registry", "serial \(registry.serial), \(registry.members.count) regions, \(days) days left")
    }

    /// As a sentence of its own.
    private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }
}
