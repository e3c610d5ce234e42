package import Hummingbird
import NIOCore
import Trust

/// One request to the portal: where it came from, and the id that its answer and its log line share.
package struct PortalContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The client's address, for the audit log and the limit on log-ins; `unix` on a socket file.
    let origin: String
    /// Random; says nothing about the person.
    let requestID: String

    package init(source: Source) {
        coreContext = .init(source: source)
        origin = source.channel.remoteAddress?.ipAddress ?? "unix"
        requestID = String(UInt64.random(in: .min ... .max), radix: 36)
    }
}
