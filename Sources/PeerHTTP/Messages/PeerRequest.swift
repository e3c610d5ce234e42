import NIOHTTP1
package import Trust

/// One request of a verified peer, whole.
package struct PeerRequest: Sendable {
    /// Who sent it, as its certificate proves.
    package let peer: PeerIdentity
    package let method: String
    /// Without a query: nothing is asked in a URL here.
    package let path: String
    package let body: [UInt8]
    let headers: HTTPHeaders

    init(peer: PeerIdentity, method: String, path: String, headers: HTTPHeaders, body: [UInt8]) {
        self.peer = peer
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }

    /// The field's value, when it is there exactly once; names match whatever their case.
    package func header(_ name: String) -> String? {
        let values = headers[name]
        return values.count == 1 ? values[0] : nil
    }
}
