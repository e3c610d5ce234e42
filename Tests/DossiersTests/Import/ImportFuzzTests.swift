import Domain
import Foundation
import TestSupport
import Testing

@testable import Dossiers

@Suite("No bytes bring an import down, and the pieces in which they come change nothing")
struct ImportFuzzTests {
    /// In full with `HALLOWERK_FULL=1`: about an hour of a debug build. Otherwise a hundredth.
    private static let cases = FullRun.isWanted ? 4_000_000 : 40_000
    /// Of so many cases one goes through a file into a stage.
    private static let staged = 100

    @Test("exports with something wrong, in a process of their own", arguments: [false, true])
    func mutations(_ isJSON: Bool) async {
        let seed = UInt64.random(in: 0...UInt64.max)
        let count = Self.cases / 2
        await #expect(processExitsWith: .success, "seed \(seed)") {
            [seed = seed as UInt64, count = count as Int, isJSON = isJSON as Bool] in
            var random = SeededRandom(seed: seed)
            let folder = try TestFolder()
            for number in 0..<count {
                let bytes = ImportMutation.export(isJSON: isJSON, &random)
                let whole = ImportReadOut(bytes, cutAt: [])
                let cuts = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                    Int.random(in: 0...bytes.count, using: &random)
                }
                let inPieces = ImportReadOut(bytes, cutAt: cuts)
                #expect(whole == inPieces, "seed \(seed), case \(number), cut at \(cuts.sorted())")
                guard whole == inPieces else { return }
                guard number.isMultiple(of: ImportFuzzTests.staged) else { continue }
                try await ImportFuzzTests.stage(bytes, in: folder, like: whole)
            }
        }
    }

    /// What is read goes into a stage, but for clients who are there twice; a refused file leaves nothing.
    private static func stage(_ bytes: [UInt8], in folder: TestFolder, like whole: ImportReadOut) async throws {
        let file = folder.path + "/export"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let checked = try? await ImportStage.check(file, into: folder.path, progress: { _ in }, onBad: { _, _ in })
        if let checked {
            #expect(whole.refusal == nil && checked.report.good + checked.report.bad == whole.rows.count)
            ImportStage.discard(checked.id, in: folder.path)
        }
        #expect((try FileManager.default.contentsOfDirectory(atPath: folder.path + "/import")).isEmpty)
    }

    @Test("the mutator makes sound exports too, and every kind of refusal")
    func reach() {
        var random = SeededRandom(seed: 4)
        var (good, faults, refusals) = (0, Set<String>(), Set<String>())
        for number in 0..<3_000 {
            let out = ImportReadOut(ImportMutation.export(isJSON: number.isMultiple(of: 2), &random), cutAt: [])
            good += out.rows.count { $0.hasPrefix("person") }
            faults.formUnion(out.reasons)
            if let refusal = out.refusal { refusals.insert(String(refusal.drop { $0 != ":" }.prefix(24))) }
        }
        #expect(good > 500 && faults.count > 10 && refusals.count > 4, "\(good), \(faults), \(refusals)")
    }
}

/// What the reader makes of bytes: every row as a text, and why it stopped.
struct ImportReadOut: Hashable {
    private(set) var rows: [String] = []
    private(set) var reasons: Set<String> = []
    private(set) var refusal: String?

    /// - Parameter places: where the bytes are cut into the pieces in which they are given.
    init(_ bytes: [UInt8], cutAt places: [Int]) {
        let text = bytes.starts(with: FileText.mark) ? Array(bytes.dropFirst(FileText.mark.count)) : bytes
        let first = text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        var reader: any ImportRows = first == UInt8(ascii: "{") ? JSONLineRows() : CSVRows()
        var start = 0
        do {
            for end in places.map({ min($0, text.count) }).sorted() + [text.count] where end > start {
                try reader.take(text[start..<end]) { add($0) }
                start = end
            }
            try reader.end { add($0) }
        } catch {
            refusal = "\(error)"
        }
    }

    private mutating func add(_ row: ImportFileReader.Row) {
        switch row {
        case .person(let person):
            let values = ImportColumn.allCases.map { "\($0.rawValue)=\(person.values[$0] ?? "-")" }
            rows.append("person \(person.line) \(values)")
        case .faults(let faults, let source):
            reasons.formUnion(faults.map(\.reason))
            rows.append("faults \(faults.map(\.description)) \(source())")
        }
    }
}
