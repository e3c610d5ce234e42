import Domain
import Foundation
import Telemetry
import Trust

/// Debian's nginx as a proxy of one region's node: mutual TLS on both sides, pooled connections, the gateway's
/// certificate. What a regional call costs at the least.
struct NginxPeer: Sendable {
    /// What it does with a request: passes it on to the first region, or answers it itself.
    enum Job { case passesOn, answers }

    private static let startWithin = Duration.seconds(10)

    private let process: Process
    let port: Int

    /// Installs nginx where it is missing, and starts it before the first region of `stage`.
    ///
    /// - Throws: `OperatorError` with what it says.
    static func start(
        _ stage: BenchFederation.Stage, benchmarks: String, job: Job = .passesOn
    ) async throws -> NginxPeer {
        let programs = URL(fileURLWithPath: benchmarks + "/nginx").standardizedFileURL.path
        let work = stage.folder.path + "/nginx"
        try OwnerOnlyFile.makeFolder(work)
        let errors = work + "/log"
        let status = try await Peer.start(programs + "/install", [work], output: nil, errors: errors)
        guard status == 0 else { throw OperatorError("nginx cannot be installed: \(lastLine(errors))") }
        let port = stage.folder.ports.base + 5
        try OwnerOnlyFile.write(Array(configuration(stage, work: work, port: port, job).utf8), to: work + "/nginx.conf")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: programs + "/run")
        process.arguments = [work]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: errors)
        process.standardOutput = FileHandle(forWritingAtPath: errors)
        try process.run()
        let peer = NginxPeer(process: process, port: port)
        let deadline = ContinuousClock.now + startWithin
        while Ports.isFree(ListenAddress(host: "127.0.0.1", port: port)) || peer.workers.isEmpty {
            guard process.isRunning, ContinuousClock.now < deadline else {
                process.terminate()
                throw OperatorError("nginx did not start: \(lastLine(errors))")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return peer
    }

    /// How long its workers have worked.
    var processorTime: Duration { workers.compactMap { ProcessFigures($0).processorTime }.reduce(.zero, +) }

    func stop() { if process.isRunning { process.terminate() } }

    private var workers: [Int32] {
        let id = process.processIdentifier
        let text = (try? String(contentsOfFile: "/proc/\(id)/task/\(id)/children", encoding: .utf8)) ?? ""
        return text.split(whereSeparator: \.isWhitespace).compactMap { Int32($0) }
    }

    private static func lastLine(_ path: String) -> String {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").last.map(String.init) ?? "it said nothing"
    }

    private static func configuration(
        _ stage: BenchFederation.Stage, work: String, port: Int, _ job: Job
    ) -> String {
        let keys = stage.folder.certificates + "/" + stage.folder.gatewayEntry.name
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
            "\($0)_temp_path \(work)/\($0);"
        }
        return """
            worker_processes 1;
            daemon off;
            pid \(work)/pid;
            error_log stderr warn;
            events { worker_connections 512; }
            http {
                access_log off;
                \(temporary.joined(separator: " "))
                keepalive_requests 100000000;
                upstream node {
                    server \(stage.folder.ports.federation(0));
                    keepalive 32;
                    keepalive_requests 100000000;
                }
                server {
                    listen 127.0.0.1:\(port) ssl;
                    ssl_protocols TLSv1.3;
                    ssl_certificate \(keys)/tls.pem;
                    ssl_certificate_key \(keys)/tls.key;
                    ssl_client_certificate \(keys)/anchors.pem;
                    ssl_verify_client on;
                    ssl_verify_depth 3;
                    ssl_crl \(keys)/crl.pem;
                    location / {
                        \(job == .answers ? "default_type application/json; return 200 '{}';" : "")
                        proxy_pass https://node;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_ssl_protocols TLSv1.3;
                        proxy_ssl_certificate \(keys)/tls.pem;
                        proxy_ssl_certificate_key \(keys)/tls.key;
                        proxy_ssl_trusted_certificate \(keys)/anchors.pem;
                        proxy_ssl_verify on;
                        proxy_ssl_verify_depth 3;
                        proxy_ssl_server_name on;
                        proxy_ssl_name \(stage.regions[0].endpoints[0].host);
                    }
                }
            }

            """
    }
}
