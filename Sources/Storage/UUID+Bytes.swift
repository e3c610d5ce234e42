import Domain
package import Foundation

/// As its sixteen bytes.
extension UUID {
    package var data: Data { unsafe withUnsafeBytes(of: uuid) { unsafe Data($0) } }

    /// Nil for anything but sixteen bytes.
    package init?(data: Data) {
        guard let id = ProfileID(bytes: data) else { return nil }
        self = id.uuid
    }
}
