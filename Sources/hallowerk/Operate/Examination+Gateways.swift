import Domain
import Foundation
import NIOCore
import NIOPosix
import PeerHTTP
import Trust
import Wire

/// What only another can say: each gateway is called over mutual TLS, as the process itself calls it.
extension Examination {
    private static let patience = Duration.seconds(5)
    /// From here on clocks differ too much, and from there verklaringen are refused, in seconds.
    private static let skew = (attention: 2.0, critical: Double(Limits.clockLeewaySeconds))

    /// - Parameter isRunning: whether the process runs: then a gateway should have reached it.
    func gateways(_ keys: KeyFolder, _ registry: Registry, isRunning: Bool) async -> [Check] {
        var checks = keys.hosts.filter { Self.address(of: $0) == nil && !isAddressed($0, keys, registry) }.map {
            Check.attention("DNS", "\($0), which gateways call, has no address here", "Have it put in the DNS.")
        }
        guard
            let tls = try? PeerTLS(
                keys: CurrentKeys(keys), registry: CurrentRegistry(registry), now: { Date() })
        else {
            return checks + [.critical("gateways", "TLS cannot use these keys", "Have a certificate issued anew.")]
        }
        let client = PeerClient(
            tls: tls, group: MultiThreadedEventLoopGroup.singleton, accepting: [.gateway])
        for gateway in registry.gateways where gateway.oin != keys.oin {
            checks += await self.checks(gateway, client, keys, registry, isRunning: isRunning)
        }
        await client.shutdown()
        return checks
    }

    /// Whether the registry says where that host is: then no name is looked up.
    private func isAddressed(_ host: String, _ keys: KeyFolder, _ registry: Registry) -> Bool {
        let own = registry.member(oin: keys.oin)?.region.endpoints ?? registry.gateway(oin: keys.oin)?.endpoints ?? []
        return own.contains { $0.host == host && $0.address != nil }
    }

    private func checks(
        _ gateway: Registry.Gateway, _ client: PeerClient, _ keys: KeyFolder, _ registry: Registry, isRunning: Bool
    ) async -> [Check] {
        let subject = "gateway \(gateway.name)"
        let unknown = gateway.endpoints.filter { $0.address == nil && Self.address(of: $0.host) == nil }
        guard unknown.count < gateway.endpoints.count else {
            return [
                .critical(
                    "DNS", "\(gateway.endpoints[0].host) of \(subject) has no address",
                    "Check this machine's DNS (`getent hosts \(gateway.endpoints[0].host)`).")
            ]
        }
        let answer: PeerAnswer
        do throws(PeerCallFailure) {
            answer = try await call(WirePath.health, of: gateway, client)
        } catch {
            return [Self.failed(error, subject, gateway)]
        }
        guard answer.status == 200, let health = GatewayHealthJSON.read(answer.body) else {
            return [
                .critical(subject, "answers with status \(answer.status)", "Tell who runs it; try another gateway.")
            ]
        }
        var checks = [Check.good(subject, "\(gateway.endpoints[0]), version \(health.version)")]
        checks += Self.versions(APIVersion(answer.header(WireHeader.version)), health.version, subject)
        checks += Self.serials(registry.serial, health.registrySerial, subject)
        checks.append(Self.clock(health.clock))
        if isRunning { checks.append(await seen(by: gateway, client, keys)) }
        return checks
    }

    private func call(
        _ path: String, of gateway: Registry.Gateway, _ client: PeerClient
    ) async throws(PeerCallFailure) -> PeerAnswer {
        try await client.call(
            PeerCall(
                method: "GET", path: path, headers: [(name: "Accept", value: MediaType.json)],
                answerLimit: Limits.detailBytes), to: gateway.endpoints, expecting: gateway.oin,
            deadline: .now + Self.patience)
    }

    /// What the gateway found when it called this node.
    private func seen(by gateway: Registry.Gateway, _ client: PeerClient, _ keys: KeyFolder) async -> Check {
        let path = "\(WirePath.standings)/\(keys.oin)/gezondheid"
        guard let answer = try? await call(path, of: gateway, client), answer.status == 200 else {
            return .critical(
                "seen from outside", "\(gateway.name) has not reached this process",
                "Open the federation's port for incoming TCP, and check host and port in the registry.")
        }
        return .good("seen from outside", "\(gateway.name) reaches this process")
    }

    private static func failed(_ failure: PeerCallFailure, _ subject: String, _ gateway: Registry.Gateway) -> Check {
        let addresses = gateway.endpoints.map { "\($0.host):\($0.port)" }.joined(separator: ", ")
        let remedy =
            switch failure {
            case .peerRefused: "Check that anchors.pem, crl.pem and the registry are the federation's, and the clock."
            case .closed:
                "It refuses this certificate: ask whether the registry has this OIN, and whether it was revoked."
            default:
                "Open the firewall for outgoing TCP to \(addresses); ask whether the gateway runs, and whether its "
                    + "registry has this party: it hangs up on strangers."
            }
        return .critical(subject, "\(failure)", remedy)
    }

    private static func versions(_ theirs: APIVersion, _ software: String, _ subject: String) -> [Check] {
        guard theirs.isCompatible else {
            return [
                .critical(
                    "version", "\(subject) speaks \(theirs.text), this program \(APIVersion.ours)",
                    "Update the older of the two.")
            ]
        }
        guard software.split(separator: ".").first == SoftwareVersion.current.split(separator: ".").first else {
            return [
                .attention(
                    "version", "\(subject) runs \(software), this is \(SoftwareVersion.current)",
                    "Update the older of the two.")
            ]
        }
        return []
    }

    private static func serials(_ ours: Int, _ theirs: Int, _ subject: String) -> [Check] {
        if theirs > ours {
            return [
                .attention(
                    "registry", "serial \(ours), and \(subject) has \(theirs)",
                    "A running process takes it within 30 seconds; look in its log when it does not.")
            ]
        }
        guard theirs < ours else { return [] }
        return [
            .attention(
                "registry", "\(subject) has serial \(theirs), older than \(ours) here",
                "Tell who runs it, and the federation's authority: it should have the newest.")
        ]
    }

    private static func clock(_ theirs: Date) -> Check {
        let difference = abs(theirs.timeIntervalSinceNow)
        let text = "\(Date().formatted(.iso8601)), \(BenchText.decimals(difference, 1)) s from the gateway's"
        let remedy = "Set it by NTP (`timedatectl set-ntp true`): certificates and verklaringen depend on it."
        if difference > skew.critical { return .critical("clock", text, remedy) }
        return difference > skew.attention ? .attention("clock", text, remedy) : .good("clock", text)
    }

    private static func address(of host: String) -> SocketAddress? {
        try? SocketAddress.makeAddressResolvingHost(host, port: 443)
    }
}
