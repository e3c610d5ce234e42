import Domain
import Wire

extension PeerClient {
    private static let patience = Duration.seconds(5)

    /// What `gateway` has at `path`, unless it is what `tag` names (304); nil when it cannot be reached: that is told
    /// by who keeps connections to it.
    func fetch(
        _ path: String, as type: String, unless tag: String, limit: Int, from gateway: Registry.Gateway
    ) async -> PeerAnswer? {
        let call = PeerCall(
            method: "GET", path: path,
            headers: [(name: "Accept", value: type), (name: WireHeader.noneMatch, value: tag)], answerLimit: limit)
        return try? await self.call(
            call, to: gateway.endpoints, expecting: gateway.oin, deadline: .now + Self.patience)
    }
}
