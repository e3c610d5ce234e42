import Domain
import Foundation
import Telemetry

/// A full mutual handshake and one small answer, at a node's federation face and at nginx with the same certificates
/// and revocation lists, asked by OpenSSL's client in turns.
struct HandshakeBench: Sendable {
    private static let turns = 4

    let seconds: Int
    let benchmarks: String

    func figures(_ stage: BenchFederation.Stage) async throws -> [BenchFigure] {
        let nginx = try await NginxPeer.start(stage, benchmarks: benchmarks, job: .answers)
        defer { nginx.stop() }
        let node = stage.node(0).identifier
        let address = stage.folder.ports.federation(0)
        var ours = (work: Duration.zero, handshakes: 0)
        var theirs = (work: Duration.zero, handshakes: 0)
        for _ in 0..<Self.turns {
            let before = ProcessFigures(node).processorTime ?? .zero
            ours.handshakes += try await handshakes(stage, port: address.port)
            ours.work += (ProcessFigures(node).processorTime ?? .zero) - before
            let nginxBefore = nginx.processorTime
            theirs.handshakes += try await handshakes(stage, port: nginx.port)
            theirs.work += nginx.processorTime - nginxBefore
        }
        let (own, peer) = (ours.work / max(1, ours.handshakes), theirs.work / max(1, theirs.handshakes))
        let ratio = own / peer
        return [
            BenchFigure(
                name: "a full mutual handshake with one small answer, every check included",
                goal: "at most the CPU of nginx",
                measured: "\(Self.text(own)), nginx \(Self.text(peer)): \(BenchText.times(ratio)), "
                    + "\(ours.handshakes) and \(theirs.handshakes) handshakes", isMet: ratio <= 1)
        ]
    }

    /// Connections that OpenSSL's client made, shook hands on and got an answer over, one after another.
    private func handshakes(_ stage: BenchFederation.Stage, port: Int) async throws -> Int {
        let keys = stage.folder.certificates + "/" + stage.folder.gatewayEntry.name
        let output = stage.folder.path + "/s_time"
        let status = try await Peer.start(
            "/usr/bin/openssl",
            [
                "s_time", "-connect", "127.0.0.1:\(port)", "-new", "-time", "\(max(1, seconds / Self.turns))",
                "-cert", keys + "/tls.pem", "-key", keys + "/tls.key", "-CAfile", keys + "/anchors.pem", "-www",
                "/v1/gezondheid",
            ], output: output, errors: output + "-errors")
        let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
        // "1234 connections in 1.23s; 1003.25 connections/user sec, bytes read 456"
        let line = text.split(separator: "\n").first { $0.contains("connections in") && $0.contains("user sec") }
        guard status == 0, let line, let count = line.split(separator: " ").first.flatMap({ Int($0) }), count > 0,
            let bytes = line.split(separator: " ").last.flatMap({ Int($0) }), bytes > 0
        else { throw OperatorError("openssl s_time made no connections to port \(port): \(text.suffix(300))") }
        return count
    }

    private static func text(_ duration: Duration) -> String {
        BenchText.decimals(duration / .microseconds(1), 0) + " µs"
    }
}
