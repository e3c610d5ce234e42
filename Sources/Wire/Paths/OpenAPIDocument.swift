import Foundation

/// The description of each HTTP interface (OpenAPI 3.0), as it is served at `/v1/openapi.json`.
package enum OpenAPIDocument {
    /// The federation face of a region's node.
    package static func node() -> [UInt8] { document("node") }
    /// The federation face of a gateway.
    package static func gateway() -> [UInt8] { document("gateway") }
    /// The portal's interface for programs.
    package static func portal() -> [UInt8] { document("portal") }

    /// The monitor's interface for programs.
    package static func monitor() -> [UInt8] { document("monitor") }

    private static func document(_ name: String) -> [UInt8] {
        let url = Bundle.module.bundleURL.appendingPathComponent("OpenAPI/\(name).json")
        guard let bytes = try? Data(contentsOf: url) else { preconditionFailure("\(name).json belongs to this target") }
        return Array(bytes)
    }
}
