import Domain
import PeerHTTP
import Wire

extension GatewayFace {
    /// One of the two epochs that are kept, with its signature; 304 when it is the one that the asker has.
    ///
    /// - Parameter name: a number, or `huidig` for the newest.
    /// - Throws: `Problem` 404 for every other.
    func epoch(_ name: String, _ request: PeerRequest) throws -> PeerResponse {
        let isCurrent = WirePath.currentEpoch == WirePath.statistics + "/" + name
        let number = Int(name).flatMap { String($0) == name ? $0 : nil }
        guard isCurrent || number != nil, let published = parts.published.published(number) else {
            throw Problem.notFound()
        }
        let tag = "\"\(published.epoch.number)\""
        let known = [(name: WireHeader.tag, value: tag)]
        guard request.header(WireHeader.noneMatch) != tag else {
            return PeerResponse(status: 304, headers: known, body: [])
        }
        let headers =
            known + [
                (name: "Content-Type", value: MediaType.json), (name: WireHeader.signature, value: published.signature),
            ]
        return PeerResponse(status: 200, headers: headers, body: published.document)
    }
}
