import Domain
import Foundation
import Testing

@Suite("The end of a certificate is told in time, and not all the time")
struct CertificateTermTests {
    private static let day: TimeInterval = 86_400
    private let expires = Date(timeIntervalSince1970: 1_800_000_000)

    private func left(_ days: Double) -> Date { expires.addingTimeInterval(-days * Self.day) }

    @Test(
        arguments: [
            (31.0, nil), (30.001, nil), (30, 30), (14.5, 30), (14, 14), (7.01, 14), (7, 7), (1.01, 7), (1, 1),
            (0.01, 1), (0, 0), (-3, 0),
        ] as [(Double, Int?)])
    func warning(_ days: Double, _ warning: Int?) {
        #expect(CertificateTerm.warning(expires: expires, at: left(days)) == warning)
    }

    @Test(arguments: [(31.0, NodeHealth.Mark.ok), (29, .attention), (2, .attention), (1, .critical), (-1, .critical)])
    func mark(_ days: Double, _ mark: NodeHealth.Mark) {
        #expect(NodeHealth.Mark(certificateExpires: expires, at: left(days)) == mark)
    }

    @Test("looked at every ten minutes, it tells each threshold at once and otherwise once a day")
    func due() {
        var term = CertificateTerm()
        var told: [(Double, Int)] = []
        for step in 0..<(33 * 144) {
            let days = 32 - Double(step) / 144
            if let warning = term.due(expires: expires, at: left(days)) { told.append((days, warning)) }
        }
        for threshold in CertificateTerm.warnings {
            let first = told.first { $0.1 == threshold }?.0 ?? 0
            #expect(abs(first - Double(threshold)) < 0.01, "\(threshold) told at \(first)")
        }
        // 30 to 0 days: once a day, and the thresholds fall on those moments.
        #expect((30...34).contains(told.count), "\(told.count)")
    }

    @Test("a new certificate is not told of; one that also ends soon is, at once")
    func replaced() {
        var term = CertificateTerm()
        #expect(term.due(expires: expires, at: left(5)) == 7)
        #expect(term.due(expires: expires, at: left(4.9)) == nil)
        #expect(term.due(expires: expires.addingTimeInterval(90 * Self.day), at: left(4.8)) == nil)
        #expect(term.due(expires: expires.addingTimeInterval(1), at: left(4.7)) == 7)
    }
}
