import Domain
import Foundation
import Yams

/// `processors.yaml`: who manages nodes under which agreements, as far as it could be read. A folder without it has no
/// processors.
struct ProcessorsFile {
    static let name = "processors.yaml"
    let file: String
    private(set) var processors: [Placed<Registry.Processor>] = []
    private(set) var faults: FileFaults

    /// - Parameter regions: those that there are; an agreement of another is told.
    init(path: String, regions: Set<RegionCode>) {
        file = path
        faults = FileFaults(file: path)
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard let text = TextFile.read(path, &faults), let document = YAMLFile.document(text, &faults),
            let fields = YAMLFields(document, of: "the file", required: ["verwerkers"], &faults)
        else { return }
        var oins: Set<OIN> = []
        for item in fields.items("verwerkers", &faults) ?? [] {
            guard
                let processor = YAMLFields(
                    item, of: "a processor", required: ["naam", "oin", "overeenkomsten"], &faults)
            else { continue }
            let name = processor.value("naam", expecting: "1 to 100 characters", &faults) { text in
                (1...100).contains(text.count) ? text : nil
            }
            let oin = processor.oin(&faults)
            let agreements = (processor.items("overeenkomsten", &faults) ?? []).compactMap {
                agreement($0, among: regions)
            }
            guard let name, let oin else { continue }
            if !oins.insert(oin.value).inserted {
                faults.add(oin.line, "OIN \(oin.value) is given twice", "put all agreements under one processor")
            }
            processors.append(
                Placed(
                    value: Registry.Processor(oin: oin.value, name: name.value, agreements: agreements.sorted()),
                    line: oin.line))
        }
    }

    private mutating func agreement(
        _ item: Yams.Node, among regions: Set<RegionCode>
    ) -> Registry.Processor.Agreement? {
        guard
            let fields = YAMLFields(
                item, of: "an agreement", required: ["regio", "van", "tot"], optional: ["omvang"], &faults)
        else {
            return nil
        }
        let region = fields.value("regio", expecting: "the code of a region of this folder", &faults) { text in
            (try? RegionCode(text)).flatMap { regions.contains($0) ? $0 : nil }
        }
        let from = fields.value("van", expecting: "a day such as 2026-01-31", &faults) { try? CalendarDay($0) }
        let until = fields.value("tot", expecting: "a day such as 2026-01-31", &faults) { try? CalendarDay($0) }
        let words = Registry.Processor.Scope.allCases.map(\.rawValue).joined(separator: " and ")
        let scope = fields.values("omvang", expecting: "some of \(words)", &faults) {
            Registry.Processor.Scope(rawValue: $0)
        }
        guard let region, let from, let until else { return nil }
        guard from.value <= until.value else {
            faults.add(until.line, "the agreement ends before it begins", "correct 'van' or 'tot'")
            return nil
        }
        return .init(
            region: region.value, from: from.value, until: until.value,
            scope: Set(scope?.map(\.value) ?? [.health]))
    }
}

extension [Registry.Processor.Agreement] {
    fileprivate func sorted() -> [Element] {
        sorted { ($0.region, $0.from) < ($1.region, $1.from) }
    }
}
