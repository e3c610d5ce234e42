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

    package init(source: Source) {
        coreContext = .init(source: source)
        origin = source.channel.remoteAddress?.ipAddress ?? "unix"
        requestID = String(UInt64.random(in: .min ... .max), radix: 36)
    }
}
