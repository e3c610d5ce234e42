import Domain
import Foundation
import Trust

/// Certificates as a table.
enum CertificateTable {
    static func text(of rows: [CertificateReport.Row], verdicts: Bool) -> String {
        var table = TextTable([
            ("party", .left), ("OIN", .left), ("hosts", .left), ("use", .left), ("key", .left), ("days left", .right),
            ("", .left),
        ])
        for row in rows {
            table.add([
                .init(row.folder), .init(row.oin?.digits ?? "-"), .init(row.hosts.joined(separator: ",")),
                .init(row.usages.joined(separator: ",")), .init(row.keyAlgorithm),
                .init(row.daysLeft.map(String.init) ?? "-"), verdicts ? cell(row.verdict) : .init(""),
            ])
        }
        return table.rendered()
    }

    /// Revocation lists; says so when there are none.
    static func text(of rows: [CertificateReport.ListRow], now: Date) -> String {
        guard !rows.isEmpty else { return "No revocation lists (crl.pem)." }
        var table = TextTable([
            ("revocation list of", .left), ("number", .left), ("signed", .left), ("next", .left), ("revoked", .right),
            ("held by", .left), ("", .left),
        ])
        for row in rows {
            let holders = row.folders.count > 3 ? "\(row.folders.count) parties" : row.folders.joined(separator: ",")
            table.add([
                .init(row.issuer), .init(row.number), .init(row.thisUpdate.ISO8601Format()),
                .init(row.nextUpdate.ISO8601Format()), .init("\(row.revoked.count)"), .init(holders),
                cell(row.verdict),
            ])
        }
        let names = rows.filter { !$0.revoked.isEmpty }.map { row in
            let shown = row.revoked.prefix(20).joined(separator: ", ")
            return "revoked by list \(row.number): \(shown)\(row.revoked.count > 20 ? ", ..." : "")"
        }
        return ([table.rendered()] + names).joined(separator: "\n")
    }

    private static func cell(_ verdict: CertificateReport.Verdict) -> TextTable.Cell {
        switch verdict {
        case .good: .init("✓ good", .green)
        case .attention(let remarks): .init("! " + remarks.joined(separator: "; "), .yellow)
        case .refused(let reasons): .init("✕ " + reasons.joined(separator: "; "), .red)
        }
    }
}
