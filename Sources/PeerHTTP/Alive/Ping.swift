/// The question whether a peer is there. Source: RFC 9110 §9.3.7: `OPTIONS *` is a ping. The server answers it itself,
/// to whoever may ask anything; no handler sees it.
enum Ping {
    static let target = "*"
    /// Bytes that an answer may have: a peer of another version may say in words that it does not know this.
    private static let answerLimit = 4 * 1024

    static let call = PeerCall(method: "OPTIONS", path: target, headers: [], answerLimit: answerLimit)
}
