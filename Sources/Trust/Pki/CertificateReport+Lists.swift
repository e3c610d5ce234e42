package import Foundation

extension CertificateReport {
    /// One revocation list, and the folders that have it.
    package struct ListRow: Hashable, Sendable {
        package let folders: [String]
        package let issuer: String
        /// `0x02`.
        package let number: String
        package let thisUpdate: Date
        package let nextUpdate: Date
        /// How many certificates it names, and which: hexadecimal serial numbers, in order.
        package let revoked: [String]
        package let verdict: Verdict
    }

    /// The lists of the party or parties in `folder`, each once; empty where there are none. What cannot be read is
    /// told by `read`.
    package static func lists(in folder: String, now: Date) throws -> [ListRow] {
        let names = KeyFolder.isOne(folder) ? [""] : try DevelopmentPKI.partyNames(in: folder)
        var holders: [[UInt8]: (list: RevocationList, folders: [String])] = [:]
        for name in names {
            let path = name.isEmpty ? folder : "\(folder)/\(name)"
            guard let keys = try? KeyFolder.load(path) else { continue }
            for list in keys.revocations.lists {
                let shown = name.isEmpty ? (folder as NSString).lastPathComponent : name
                holders[list.der, default: (list, [])].folders.append(shown)
            }
        }
        return holders.values.map { row(of: $0.list, in: $0.folders, now: now) }
            .sorted { ($0.issuer, $0.number, $0.folders[0]) < ($1.issuer, $1.number, $1.folders[0]) }
    }

    private static func row(of list: RevocationList, in folders: [String], now: Date) -> ListRow {
        let end = list.nextUpdate.addingTimeInterval(RevocationLists.grace)
        let verdict: Verdict =
            now < list.thisUpdate
            ? .refused(["begins at \(list.thisUpdate.ISO8601Format()); check this machine's clock"])
            : now >= end
                ? .refused(["ended, and the day after it too: peers under this CA are refused; fetch the newest"])
                : now >= list.nextUpdate
                    ? .attention(["ended; used until \(end.ISO8601Format()): fetch the newest"]) : .good
        return ListRow(
            folders: folders, issuer: list.issuer.description, number: list.numberText, thisUpdate: list.thisUpdate,
            nextUpdate: list.nextUpdate, revoked: list.entries.keys.map(\.hexadecimal).sorted(), verdict: verdict)
    }

    /// How soon somebody must act, as an exit code: 0 not, 1 within 30 days or where something could be better, 2
    /// within 14 days, 3 now (a day or less is left, or peers refuse).
    package static func urgency(of rows: [Row]) -> Int32 {
        rows.map { row in
            let days = row.daysLeft ?? .max
            if !row.isGood || days <= 1 { return 3 }
            if days <= 14 { return 2 }
            return row.verdict == .good && days > attentionDays ? 0 : 1
        }.max() ?? 3
    }
}
