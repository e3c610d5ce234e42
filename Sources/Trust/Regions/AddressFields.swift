import Domain
import Yams

extension YAMLFields {
    /// The endpoints of the list `adressen`; those that are faulty are told and left out.
    func endpoints(_ faults: inout FileFaults) -> [Placed<Endpoint>] {
        var endpoints: [Placed<Endpoint>] = []
        for item in items("adressen", &faults) ?? [] {
            guard
                let fields = YAMLFields(
                    item, of: "an address", required: ["host", "poort"], optional: ["adres"], &faults)
            else { continue }
            let host = fields.value("host", expecting: "a DNS name in lower case", &faults, parse: FieldForms.host)
            let port = fields.value("poort", expecting: "a port, 1 to 65535", &faults, parse: FieldForms.port)
            let address = fields.value("adres", expecting: "an IP address", &faults, parse: FieldForms.address)
            guard let host, let port else { continue }
            let endpoint = Endpoint(host: host.value, port: port.value, address: address?.value)
            endpoints.append(Placed(value: endpoint, line: host.line))
        }
        return endpoints
    }

    /// The OIN at `oin`.
    func oin(_ faults: inout FileFaults) -> Placed<OIN>? {
        value("oin", expecting: "an OIN: twenty digits with a prefix of the register, in quotes", &faults) {
            try? OIN($0)
        }
    }
}
