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

    private static func cell(_ verdict: CertificateReport.Verdict) -> TextTable.Cell {
        switch verdict {
        case .good: .init("✓ good", .green)
        case .attention(let remarks): .init("! " + remarks.joined(separator: "; "), .yellow)
        case .refused(let reasons): .init("✕ " + reasons.joined(separator: "; "), .red)
        }
    }
}
