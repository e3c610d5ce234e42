import Domain
import NIOCore
import NIOHTTP1
import Trust
import Wire

/// What one connection says, part by part: gathers a request, has it answered, then the next.
struct PeerConversation {
    /// Bytes of a body over the limit that are read before the connection ends.
    private static let drained = 1024 * 1024

    let channel: any Channel
    let tls: PeerTLS
    let accepting: Set<FederationRole>
    let bodyLimit: Int
    let connections: OpenConnections
    /// Told of whoever asks whether this server is there.
    let asked: @Sendable (OIN) -> Void
    let handler: PeerHandler

    private var peer: PeerIdentity?
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    /// Bytes of the body so far, kept or not.
    private var received = 0
    private var refusal: Problem?

    init(
        channel: any Channel, tls: PeerTLS, accepting: Set<FederationRole>, bodyLimit: Int,
        connections: OpenConnections, asked: @escaping @Sendable (OIN) -> Void, handler: @escaping PeerHandler
    ) {
        self.channel = channel
        self.tls = tls
        self.accepting = accepting
        self.bodyLimit = bodyLimit
        self.connections = connections
        self.asked = asked
        self.handler = handler
    }

    /// Takes the next part; false when the connection is to end.
    ///
    /// - Throws: `PeerRefusal` when the peer is not, or no longer, one that may ask here: nothing is answered.
    mutating func take(_ part: HTTPServerRequestPart) async throws -> Bool {
        switch part {
        case .head(let head):
            connections.set(channel, busy: true)
            try await identify()
            begin(head)
        case .body(let buffer):
            received += buffer.readableBytes
            if received > bodyLimit {
                refusal = refusal ?? .tooLarge(limit: bodyLimit)
                body = []
                // Some more is read, since closing on unread bytes would take our answer away from the peer.
                if received > bodyLimit + Self.drained { return try await answer() }
            } else {
                body.append(contentsOf: buffer.readableBytesView)
            }
        case .end:
            return try await answer()
        }
        return true
    }

    /// Answers a message that is not HTTP, or whose header fields are too many or too large, and ends the connection.
    ///
    /// - Throws: as `take`.
    mutating func refuse(_ error: any Error) async throws {
        try await identify()
        let overflow = error as? HTTPParserError == .headerOverflow
        let problem =
            overflow ? Self.headerTooLarge : .badRequest([FieldError(field: "", message: "Dit is geen HTTP/1.1.")])
        try await PeerResponder(channel: channel, progress: .init(), closes: true).send(PeerResponse(problem))
    }

    private mutating func identify() async throws {
        if let peer {
            try tls.checkAgain(peer, accepting: accepting)
        } else {
            peer = try await tls.identity(of: channel, accepting: accepting)
        }
    }

    private mutating func begin(_ head: HTTPRequestHead) {
        self.head = head
        body = []
        received = 0
        refusal = nil
        let size = head.headers.reduce(head.uri.utf8.count) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        if size > Limits.headerBytes {
            refusal = Self.headerTooLarge
        } else if head.uri.contains("?") {
            refusal = .badRequest([FieldError(field: "", message: "Deze adressen kennen geen zoekdeel (?).")])
        }
    }

    private static let headerTooLarge = Problem(
        status: 431, title: "Te veel kopvelden", detail: "De kopvelden mogen hooguit \(Limits.headerBytes) bytes zijn.")

    private mutating func answer() async throws -> Bool {
        guard let head, let peer else { return false }
        // HEAD: no answer of ours comes without its body, so the connection ends after it.
        let closes = refusal != nil || !head.isKeepAlive || head.method == .HEAD || connections.isStopping
        let responder = PeerResponder(channel: channel, progress: .init(), closes: closes)
        if let refusal {
            try await responder.send(PeerResponse(refusal))
        } else if head.method == .OPTIONS, head.uri == Ping.target {
            asked(peer.oin)
            try await responder.send(PeerResponse(status: 200, headers: [], body: []))
        } else {
            await handler(
                PeerRequest(
                    peer: peer, method: head.method.rawValue, path: head.uri, headers: head.headers, body: body),
                responder)
        }
        self.head = nil
        body = []
        connections.set(channel, busy: false)
        return !closes && responder.progress.value == .ended && channel.isActive
    }
}
