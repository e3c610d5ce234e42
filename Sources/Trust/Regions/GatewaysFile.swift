import Domain
import Yams

/// `gateways.yaml`: what could be read of it.
struct GatewaysFile {
    /// A gateway as far as it could be read.
    struct Entry {
        let name: Placed<String>?
        let oin: Placed<OIN>?
        let endpoints: [Placed<Endpoint>]

        /// The gateway, when all of it could be read.
        var gateway: Registry.Gateway? {
            guard let name, let oin, !endpoints.isEmpty else { return nil }
            return Registry.Gateway(oin: oin.value, name: name.value, endpoints: endpoints.map(\.value))
        }
    }

    static let name = "gateways.yaml"
    let file: String
    private(set) var entries: [Entry] = []
    private(set) var faults: FileFaults

    init(path: String) {
        file = path
        faults = FileFaults(file: path)
        guard let text = TextFile.read(path, &faults), let document = YAMLFile.document(text, &faults),
            let fields = YAMLFields(document, of: "the file", required: ["gateways"], &faults)
        else { return }
        for item in fields.items("gateways", &faults) ?? [] {
            guard
                let gateway = YAMLFields(item, of: "a gateway", required: ["naam", "oin", "adressen"], &faults)
            else { continue }
            let name = gateway.value(
                "naam", expecting: "2 to 40 lower-case letters, digits and single hyphens", &faults
            ) { text in
                (try? RegionCode(text)) != nil && !RegionsFolder.reservedNames.contains(text) ? text : nil
            }
            entries.append(
                Entry(name: name, oin: gateway.oin(&faults), endpoints: gateway.endpoints(&faults)))
        }
    }
}
