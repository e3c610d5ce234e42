package import Domain
import Foundation

/// The regions, gateways and postcodes of the federation, as the files of one folder state them: all of it checked.
///
/// `<slug>.yaml` per region, `gateways.yaml`, `processors.yaml`, `postcodes.csv`; `regions/README.md` describes each
/// field.
package struct RegionsFolder: Sendable {
    /// Ordered by code, each once.
    package let regions: [Region]
    package let places: PostcodeTable
    /// At least one; in the file's order.
    package let gateways: [Registry.Gateway]
    /// Who manages nodes under which agreements.
    package let processors: [Registry.Processor]

    /// Names of files and folders beside those of the regions.
    static let reservedNames: Set<String> = ["gateways", "processors", "authority"]
    /// Files of regions in one folder.
    static let regionsLimit = 100

    /// Reads the folder at `path`.
    ///
    /// - Throws: `RegionsInvalid` with every fault in every file. Whether a postcode's municipality exists is only
    ///   looked at when the municipalities of all regions could be read.
    package static func load(_ path: String) throws(RegionsInvalid) -> RegionsFolder {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path).sorted() } catch {
            throw RegionsInvalid([
                RegionsInvalid.Fault(
                    file: path, line: nil, reason: "the folder cannot be read",
                    remedy: "say where the folder with regions is with --regions-dir")
            ])
        }
        var faults = strays(among: names, in: path)
        let files = regionNames(among: names).prefix(regionsLimit).map { RegionFile(path: "\(path)/\($0)") }
        let gateways = GatewaysFile(path: "\(path)/\(GatewaysFile.name)")
        let postcodes = PostcodeFile(path: "\(path)/\(PostcodeFile.name)")
        // By the files' names: a region that cannot be read makes no stranger of its agreements.
        let codes = Set(regionNames(among: names).compactMap { try? RegionCode(String($0.dropLast(".yaml".count))) })
        let processors = ProcessorsFile(path: "\(path)/\(ProcessorsFile.name)", regions: codes)
        var census = RegionsCensus()
        for file in files { census.count(file) }
        let regions = files.compactMap(\.region)
        census.count(gateways, beside: regions)
        faults += files.flatMap(\.faults.faults) + gateways.faults.faults + postcodes.faults.faults + census.faults
        faults += processors.faults.faults
        faults += strangers(in: postcodes, to: files)
        guard faults.isEmpty else { throw RegionsInvalid(faults) }
        return RegionsFolder(
            regions: regions.sorted { $0.code < $1.code }, places: PostcodeTable(postcodes.entries.map(\.value)),
            gateways: gateways.entries.compactMap(\.gateway), processors: processors.processors.map(\.value))
    }

    private static func regionNames(among names: [String]) -> [String] {
        names.filter { name in
            name.hasSuffix(".yaml") && ![GatewaysFile.name, ProcessorsFile.name].contains(name) && !name.hasPrefix(".")
        }
    }

    /// Files that would be overlooked, and too few or too many regions.
    private static func strays(among names: [String], in path: String) -> [RegionsInvalid.Fault] {
        var faults = names.filter { $0.hasSuffix(".yml") }.map { name in
            RegionsInvalid.Fault(
                file: "\(path)/\(name)", line: nil, reason: "only files that end in .yaml are read",
                remedy: "rename it to end in .yaml, or remove it")
        }
        let count = regionNames(among: names).count
        if count == 0 || count > regionsLimit {
            faults.append(
                RegionsInvalid.Fault(
                    file: path, line: nil,
                    reason: count == 0 ? "it holds no region" : "it holds \(count) regions, more than \(regionsLimit)",
                    remedy: "put one <code>.yaml per region in it"))
        }
        return faults
    }

    private static func strangers(in postcodes: PostcodeFile, to files: [RegionFile]) -> [RegionsInvalid.Fault] {
        guard files.allSatisfy(\.knowsItsTowns) else { return [] }
        let towns = Set(files.flatMap(\.towns).compactMap(\.code?.value))
        return postcodes.entries.filter { !towns.contains($0.value.municipality) }.map { entry in
            RegionsInvalid.Fault(
                file: postcodes.file, line: entry.line,
                reason: "municipality \(entry.value.municipality) belongs to no region",
                remedy: "add it to its region's file, or correct the code")
        }
    }
}
