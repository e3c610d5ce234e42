package import Domain
import Foundation

/// The regions, gateways and postcodes of the federation, as the files of one folder state them: all of it checked.
///
/// `<slug>.yaml` per region, `gateways.yaml`, `postcodes.csv`; `regions/README.md` describes each field.
package struct RegionsFolder: Sendable {
    /// Ordered by code, each once.
    package let regions: [Region]
    package let places: PostcodeTable
    /// At least one.
    package let gateways: [Registry.Gateway]

    /// Reads the folder at `path`.
    ///
    /// - Throws: `RegionsInvalid` with every fault in every file.
    package static func load(_ path: String) throws(RegionsInvalid) -> RegionsFolder {
        throw RegionsInvalid([RegionsInvalid.Fault(file: path, line: nil, reason: "not built yet", remedy: "wait")])
    }
}
