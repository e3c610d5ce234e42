import Domain

/// What must be unique over all files of the folder, and where each was first seen.
struct RegionsCensus {
    private var seen: [String: String] = [:]
    private(set) var faults: [RegionsInvalid.Fault] = []

    /// Counts what `region` holds; files are counted in the order of their names.
    mutating func count(_ region: RegionFile) {
        claim(region.cbsCode, "CBS code", region.file)
        claim(region.name, "the name", region.file)
        claim(region.oin, "OIN", region.file)
        claim(region.endpoints, region.file)
        for town in region.towns {
            claim(town.code, "municipality", region.file)
            claim(town.oin, "OIN", region.file)
        }
    }

    /// Counts what the gateways' file holds; `regions` have their names first.
    mutating func count(_ gateways: GatewaysFile, beside regions: [Region]) {
        let slugs = Set(regions.map(\.code.slug))
        for gateway in gateways.entries {
            if let name = gateway.name, slugs.contains(name.value) {
                refuse("'\(name.value)' is a region's code", gateways.file, name.line, "give the gateway another name")
            }
            claim(gateway.name, "gateway", gateways.file)
            claim(gateway.oin, "OIN", gateways.file)
            claim(gateway.endpoints, gateways.file)
        }
    }

    private mutating func claim(_ endpoints: [Placed<Endpoint>], _ file: String) {
        for endpoint in endpoints { claim(endpoint, "address", file) }
    }

    private mutating func claim<Value: CustomStringConvertible>(_ item: Placed<Value>?, _ kind: String, _ file: String)
    {
        guard let item else { return }
        let place = "\(file):\(item.line)"
        guard let first = seen.updateValue(place, forKey: "\(kind) \(item.value)") else { return }
        seen["\(kind) \(item.value)"] = first
        refuse("\(kind) \(item.value) is given before, at \(first)", file, item.line, "correct one of the two")
    }

    private mutating func refuse(_ reason: String, _ file: String, _ line: Int, _ remedy: String) {
        faults.append(RegionsInvalid.Fault(file: file, line: line, reason: reason, remedy: remedy))
    }
}
