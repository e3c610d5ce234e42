import Domain
import Search
import Synchronization

/// Municipalities and regions of the registry by how their names begin: a table made once for each registry.
final class PlaceNames: Sendable {
    /// A place that a search can be narrowed to.
    enum Place: Hashable, Sendable {
        case municipality(MunicipalityCode, name: String)
        case region(RegionCode, name: String)
    }

    private struct Table {
        var serial: Int?
        var names = LabelCompletion([])
        var places: [String: [Place]] = [:]
    }

    private let table = Mutex(Table())

    /// Places whose name, or a word in it, begins with `prefix`; the shortest name first.
    ///
    /// - Parameter forgiving: as of `LabelCompletion`.
    func places(startingWith prefix: String, limit: Int, forgiving: Bool, in registry: Registry) -> [Place] {
        let table = current(for: registry)
        let names = table.names.labels(startingWith: prefix, limit: limit, forgiving: forgiving)
        var found: [Place] = []
        for place in names.flatMap({ table.places[$0] ?? [] }) where !found.contains(place) { found.append(place) }
        return Array(found.prefix(limit))
    }

    private func current(for registry: Registry) -> Table {
        table.withLock { table in
            if table.serial != registry.serial { table = Self.make(registry) }
            return table
        }
    }

    private static func make(_ registry: Registry) -> Table {
        var places: [String: [Place]] = [:]
        for region in registry.members.map(\.region) {
            for municipality in region.municipalities {
                let place = Place.municipality(municipality.code, name: municipality.name)
                for name in MunicipalityNames.spellings(of: municipality.name) {
                    places[name, default: []].append(place)
                }
            }
            places[region.name, default: []].append(.region(region.code, name: region.name))
        }
        return Table(serial: registry.serial, names: LabelCompletion(places.keys.sorted()), places: places)
    }
}
