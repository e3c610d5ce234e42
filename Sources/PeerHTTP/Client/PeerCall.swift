import NIOHTTP1
package import Trust

/// A request to a peer.
package struct PeerCall: Sendable {
    package let method: String
    package let path: String
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]
    /// The longest answer that is taken.
    package let answerLimit: Int
    /// Whether it may be sent again when a kept connection turns out to be closed before any byte of an answer.
    package let repeatable: Bool
    /// Thumbprint of our certificate that the connection must show, since a verklaring in it names that one; nil: the
    /// current one.
    package let certificate: String?
    /// Gets the body of an answer with status 200 piece by piece as it comes, before it is whole; on the connection's
    /// event loop. A call that is sent again begins again.
    package let heard: (@Sendable ([UInt8]) -> Void)?

    package init(
        method: String, path: String, headers: [(name: String, value: String)], body: [UInt8] = [], answerLimit: Int,
        repeatable: Bool = true, certificate: String? = nil, heard: (@Sendable ([UInt8]) -> Void)? = nil
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.answerLimit = answerLimit
        self.repeatable = repeatable
        self.certificate = certificate
        self.heard = heard
    }
}

/// A peer's answer, whole.
package struct PeerAnswer: Sendable {
    package let status: Int
    package let body: [UInt8]
    /// The field `Content-Type`; empty when there is none.
    package var contentType: String { header("Content-Type") ?? "" }
    private let headers: HTTPHeaders

    init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of a header field; names match whatever their case.
    package func header(_ name: String) -> String? { headers.first(name: name) }
}

/// Why a call has no answer.
package enum PeerCallFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case timedOut
    case unreachable(String)
    /// The other side is not whom it should be.
    case peerRefused(PeerRefusal)
    /// The other side closed the connection, or refused us, without an answer.
    case closed
    case answerTooLarge(limit: Int)
    case malformed
    case tooManyCalls(limit: Int)
    case cancelled

    package var description: String {
        switch self {
        case .timedOut: "no answer in time"
        case .unreachable(let reason): "no connection: \(reason)"
        case .peerRefused(let reason): "\(reason)"
        case .closed: "the connection ended without an answer"
        case .answerTooLarge(let limit): "the answer is over \(limit) bytes"
        case .malformed: "the answer is not HTTP"
        case .tooManyCalls(let limit): "\(limit) calls to this peer are under way"
        case .cancelled: "nobody waits for the answer any more"
        }
    }
}
