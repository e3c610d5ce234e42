import Domain
import Foundation
import Trust

/// The work as files for the peers: `profiles.jsonl` and `queries.jsonl`, one JSON object a line.
extension SearchWorkload {
    private struct ProfileLine: Encodable {
        let id, municipality, education: String
        let targetGroups, licences, occupations, skills, jobTitles, texts: [String]
        /// Least and most.
        let hours: [Int]
    }

    private struct QueryLine: Encodable {
        let number: Int
        let kind, text: String
        let words, phrase: [String]
        let prefix: String?
        let municipalities, targetGroups, education, licences: [String]
        let hours: [Int]
    }

    /// Writes the files where they are not yet.
    ///
    /// - Parameter path: nil for a folder of this work in the temporary folder.
    /// - Returns: The folder.
    func writeFiles(to path: String?, quiet: Bool) throws -> String {
        let name = "hallowerk-bench-search-\(made)-\(queries.count)-\(seed)"
        let folder = URL(fileURLWithPath: path ?? NSTemporaryDirectory() + "/" + name).standardizedFileURL.path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let queryLines = try lines(queries.enumerated().map(Self.line))
        let (profiles, questions) = (folder + "/profiles.jsonl", folder + "/queries.jsonl")
        // Written last: when it is there and says the same, so are the profiles.
        if let standing = FileManager.default.contents(atPath: questions), standing == queryLines { return folder }
        var bar = ProgressBar("Writing files for the peers", total: dossiers.count, unit: "people", quiet: quiet)
        guard FileManager.default.createFile(atPath: profiles, contents: nil),
            let file = FileHandle(forWritingAtPath: profiles)
        else { throw OperatorError("\(profiles) cannot be written.") }
        defer { try? file.close() }
        for start in stride(from: 0, to: dossiers.count, by: 1_000) {
            let batch = dossiers[start..<min(start + 1_000, dossiers.count)]
            try file.write(contentsOf: lines(batch.compactMap(BenchPeople.disclosed).map(Self.line)))
            bar.update(min(start + 1_000, dossiers.count))
        }
        try queryLines.write(to: URL(fileURLWithPath: questions))
        return folder
    }

    private func lines(_ values: [some Encodable]) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var bytes = Data()
        for value in values {
            bytes.append(try encoder.encode(value))
            bytes.append(0x0A)
        }
        return bytes
    }

    private static func line(_ profile: ShowcaseProfile) -> ProfileLine {
        ProfileLine(
            id: profile.id.description, municipality: profile.municipality.code, education: profile.education.rawValue,
            targetGroups: profile.targetGroups.map(\.rawValue), licences: profile.licences.map(\.rawValue),
            occupations: profile.occupations, skills: profile.skills, jobTitles: profile.experience.map(\.jobTitle),
            texts: [profile.motivation] + profile.experience.map(\.description),
            hours: [profile.hours.minimum, profile.hours.maximum])
    }

    private static func line(_ number: Int, _ query: BenchQuery) -> QueryLine {
        QueryLine(
            number: number, kind: query.kind.rawValue, text: query.text, words: query.words, phrase: query.phrase,
            prefix: query.prefix, municipalities: query.filters.municipalities.map(\.code),
            targetGroups: query.filters.targetGroups.map(\.rawValue),
            education: query.filters.educationLevels.map(\.rawValue), licences: query.filters.licences.map(\.rawValue),
            hours: query.filters.hours.map { [$0.minimum, $0.maximum] } ?? [])
    }
}
