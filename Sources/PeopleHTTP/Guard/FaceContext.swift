package import Hummingbird
import NIOCore

/// One request to a face for people or the machine room: where it came from, and the id that its answer and its log
/// line share.
package struct FaceContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The client's address, for the audit log and the limit on log-ins; `unix` on a socket file.
    package let origin: String
    /// Random; says nothing about the person.
    package let requestID: String
    /// The connection that it came on.
    let channel: any Channel

    package init(source: Source) {
        coreContext = .init(source: source)
        channel = source.channel
        origin = source.channel.remoteAddress?.ipAddress ?? "unix"
        requestID = String(UInt64.random(in: .min ... .max), radix: 36)
    }
}
