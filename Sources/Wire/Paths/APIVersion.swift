import Domain

/// The version of the HTTP interface that a response states (`API-Version`), held against ours.
///
/// Of the same major version everything is understood: what a newer minor one adds to an answer is ignored. A response
/// that states none is taken for one of ours; its content decides.
package struct APIVersion: Hashable, Sendable {
    package static let ours = SoftwareVersion.api
    /// What stands for a version that is none.
    private static let unreadable = "onbekend"
    private static let longest = 20

    /// As stated; safe to log and to show, whatever the other side sent.
    package let text: String
    package let isCompatible: Bool

    /// - Parameter stated: the header field's value, if there was one.
    package init(_ stated: String?, ours: String = APIVersion.ours) {
        guard let stated else {
            text = Self.unreadable
            isCompatible = true
            return
        }
        let parts = stated.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isReadable =
            stated.utf8.count <= Self.longest && parts.count == 3
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (48...57).contains($0) } }
        text = isReadable ? stated : Self.unreadable
        isCompatible = isReadable && stated.prefix { $0 != "." } == ours.prefix { $0 != "." }
    }
}
