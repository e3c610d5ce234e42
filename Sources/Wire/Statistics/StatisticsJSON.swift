package import Domain

/// What one region reports for an epoch (`GET /v1/statistiek`): nothing but numbers, and terms in the order of their
/// bytes, so that equal statistics are equal bytes.
package enum StatisticsJSON {
    package static func encode(_ statistics: TermStatistics, of region: RegionCode) -> [UInt8] {
        var writer = JSONWriter(capacity: 128 + statistics.frequencies.count * 24)
        writer.object { writer in
            writer.member("regio", region.slug)
            writer.counts(statistics.profiles, statistics.frequencies)
        }
        return writer.bytes
    }

    /// - Throws: `AnswerFault` for everything that is not whole, not of `region`, or out of range; then nothing is
    ///   used.
    package static func decode(_ json: [UInt8], from region: RegionCode) throws(AnswerFault) -> TermStatistics {
        let tree = try Tree.read(json[...], line: 1)
        guard tree["regio"]?.text == region.slug else { throw AnswerFault(line: 1, reason: "of another region") }
        let (profiles, terms) = try tree.counts()
        do throws(TermStatistics.Invalid) {
            return try TermStatistics(profiles: profiles, frequencies: terms)
        } catch {
            throw AnswerFault(line: 1, reason: "out of range: \(error)")
        }
    }
}

/// The federation's statistics at one moment (`GET /v1/statistiek/{tijdvak}` of a gateway), in the same form.
package enum EpochJSON {
    package static func encode(_ epoch: Epoch) -> [UInt8] {
        var writer = JSONWriter(capacity: 1_024 + epoch.frequencies.count * 24)
        writer.object { writer in
            writer.member("tijdvak", epoch.number)
            writer.member("regios", epoch.regions.map(\.slug))
            writer.counts(epoch.profiles, epoch.frequencies)
        }
        return writer.bytes
    }

    /// - Throws: `AnswerFault` for everything that is not whole or out of range; then nothing is used.
    package static func decode(_ json: [UInt8]) throws(AnswerFault) -> Epoch {
        let tree = try Tree.read(json[...], line: 1)
        guard let number = tree["tijdvak"]?.integer, let slugs = tree["regios"]?.texts else {
            throw AnswerFault(line: 1, reason: "no tijdvak or no regios")
        }
        let regions = slugs.compactMap { try? RegionCode($0) }
        guard regions.count == slugs.count else { throw AnswerFault(line: 1, reason: "a region has no code") }
        let (profiles, terms) = try tree.counts()
        do throws(Epoch.Invalid) {
            return try Epoch(number: number, regions: regions, profiles: profiles, frequencies: terms)
        } catch {
            throw AnswerFault(line: 1, reason: "out of range: \(error)")
        }
    }
}

extension JSONWriter {
    fileprivate mutating func counts(_ profiles: Int, _ terms: [String: Int]) {
        member("profielen", profiles)
        key("termen")
        object { writer in
            for (term, count) in terms.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                writer.member(term, count)
            }
        }
    }
}

extension Tree {
    fileprivate func counts() throws(AnswerFault) -> (profiles: Int, terms: [String: Int]) {
        guard let profiles = self["profielen"]?.count, let terms = self["termen"]?.countsByName else {
            throw AnswerFault(line: 1, reason: "no profielen or termen, or one that is no count")
        }
        return (profiles, terms)
    }
}
