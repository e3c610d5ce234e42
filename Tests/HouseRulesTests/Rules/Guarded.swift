/// Words that stand in one target only, because a promise hangs on them.
enum Guarded {
    /// A peer is verified, and its identity made, in Trust alone (style.md §5, I-10).
    static func check(_ source: SourceText) -> [Finding] {
        guard source.path.hasPrefix("Sources/"), !source.path.hasPrefix("Sources/Trust/") else { return [] }
        return source.lines.flatMap { line -> [Finding] in
            var found: [Finding] = []
            if SourceText.words(in: line.code).contains("certificateVerification") {
                found.append(
                    Finding(
                        file: source.path, line: line.number, reason: "certificateVerification is set in Trust only"))
            }
            if line.code.contains("PeerIdentity(") {
                found.append(
                    Finding(file: source.path, line: line.number, reason: "PeerIdentity is made in Trust only"))
            }
            return found
        }
    }

    /// The rooms whose bytes leave the region, and what they are made of.
    private static let outward = ["Wire", "NodeFederation", "Showcase", "Trust", "PeerHTTP", "Gateway"]

    /// Makes profiles of people who do not exist, from the generator, for an index that is thrown away.
    private static let measuring = "Sources/hallowerk/Bench/Search/BenchPeople.swift"

    /// A dossier becomes what others may see in one place, beside the commit that made it visible; what is sent out of
    /// the region knows no dossier (I-1).
    static func checkDisclosing(_ source: SourceText) -> [Finding] {
        guard source.path.hasPrefix("Sources/"), source.path != "Sources/Domain/People/ShowcaseProfile.swift" else {
            return []
        }
        let isOutward = outward.contains { source.path.hasPrefix("Sources/\($0)/") }
        return source.lines.flatMap { line -> [Finding] in
            var found: [Finding] = []
            if line.code.contains("(disclosing:"), !source.path.hasPrefix("Sources/Dossiers/Ledger/"),
                source.path != measuring
            {
                found.append(
                    Finding(file: source.path, line: line.number, reason: "only the ledger discloses a dossier"))
            }
            if isOutward, SourceText.words(in: line.code).contains("Dossier") {
                found.append(
                    Finding(file: source.path, line: line.number, reason: "what leaves the region knows no Dossier"))
            }
            return found
        }
    }

    /// What may be seen of hidden people is made in Dossiers and shown by the portal's pages for them; no other code
    /// knows it, so none can send it out of the region (P-VIS-2, I-3).
    static func checkHidden(_ source: SourceText) -> [Finding] {
        let homes = ["Sources/Dossiers/HomeRegion/", "Sources/NodePortal/HomeRegion/"]
        guard source.path.hasPrefix("Sources/"), !homes.contains(where: source.path.hasPrefix) else { return [] }
        return source.lines.compactMap { line in
            guard SourceText.words(in: line.code).contains("HomeRegionProfile") else { return nil }
            return Finding(
                file: source.path, line: line.number, reason: "HomeRegionProfile is known to HomeRegion/ folders only")
        }
    }

    /// A template variable that is not escaped lets a jobseeker's text become markup.
    static func checkTemplate(path: String, text: String) -> [Finding] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { offset, line in
            guard line.contains("{{{") || line.split(separator: " ").joined().contains("{{&") else { return nil }
            return Finding(file: path, line: offset + 1, reason: "an unescaped variable: use {{name}}")
        }
    }
}
