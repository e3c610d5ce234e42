import Domain
import NIOCore
import NIOHTTP1
import Trust
import Wire

/// What one connection says, part by part: gathers a request, has it answered, then the next.
struct PeerConversation {
    let channel: any Channel
    let tls: PeerTLS
    let accepting: Set<FederationRole>
    let bodyLimit: Int
    let connections: OpenConnections
    let handler: PeerHandler

    private var peer: PeerIdentity?
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var refusal: Problem?

    init(
        channel: any Channel, tls: PeerTLS, accepting: Set<FederationRole>, bodyLimit: Int,
        connections: OpenConnections, handler: @escaping PeerHandler
    ) {
        self.channel = channel
        self.tls = tls
        self.accepting = accepting
        self.bodyLimit = bodyLimit
        self.connections = connections
        self.handler = handler
    }

    /// Takes the next part; false when the connection is to end.
    ///
    /// - Throws: `PeerRefusal` when the peer is not, or no longer, one that may ask here: nothing is answered.
    mutating func take(_ part: HTTPServerRequestPart) async throws -> Bool {
        switch part {
        case .head(let head):
            connections.set(channel, busy: true)
            try await begin(head)
        case .body(let buffer):
            if body.count + buffer.readableBytes > bodyLimit {
                refusal = refusal ?? .tooLarge(limit: bodyLimit)
                return try await answer(closing: true)
            }
            body.append(contentsOf: buffer.readableBytesView)
        case .end:
            return try await answer(closing: false)
        }
        return true
    }

    private mutating func begin(_ head: HTTPRequestHead) async throws {
        if let peer {
            guard tls.stillAccepts(peer, in: accepting) else { throw PeerRefusal.notInRegistry(peer.oin) }
        } else {
            peer = try await tls.identity(of: channel, accepting: accepting)
        }
        self.head = head
        body = []
        refusal = nil
        let size = head.headers.reduce(head.uri.utf8.count) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        if size > Limits.headerBytes {
            refusal = Problem(
                status: 431, title: "Te veel kopvelden", detail: "De kopvelden mogen hooguit \(Limits.headerBytes) bytes zijn.")
        } else if head.uri.contains("?") {
            refusal = .badRequest([FieldError(field: "", message: "Deze adressen kennen geen zoekdeel (?).")])
        }
        if let length = head.headers.first(name: "Content-Length").flatMap(Int.init), length > bodyLimit {
            refusal = refusal ?? .tooLarge(limit: bodyLimit)
        }
    }

    private mutating func answer(closing: Bool) async throws -> Bool {
        guard let head, let peer else { return false }
        let closes = closing || refusal != nil || !head.isKeepAlive || connections.isStopping
        let responder = PeerResponder(channel: channel, progress: .init(), closes: closes)
        if let refusal {
            try await responder.send(PeerResponse(refusal))
        } else {
            await handler(
                PeerRequest(peer: peer, method: head.method.rawValue, path: head.uri, headers: head.headers, body: body),
                responder)
        }
        self.head = nil
        body = []
        connections.set(channel, busy: false)
        return !closes && responder.progress.value == .ended && channel.isActive
    }
}
