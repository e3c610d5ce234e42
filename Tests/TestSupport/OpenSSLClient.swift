import Foundation

/// OpenSSL's `s_client`, the second opinion on our TLS. Waits without holding a thread of the cooperative pool.
package enum OpenSSLClient {
    /// What `s_client` did.
    package struct Outcome: Sendable {
        package let code: Int32
        /// Every byte that came back over TLS (with `-quiet`).
        package let answer: [UInt8]
        package let errors: String
        package var text: String { String(decoding: answer, as: UTF8.self) }
    }

    /// Connects to 127.0.0.1, sends `request`, and reads until the server closes; ends by itself after ten seconds.
    ///
    /// - Parameters:
    ///   - certificate: PEM files of chain and key; nil shows none.
    ///   - arguments: more of `s_client`'s.
    package static func send(
        _ request: String, toPort port: Int, certificate: (certificate: String, key: String)?, anchors: String,
        arguments: [String] = []
    ) async throws -> Outcome {
        let base = NSTemporaryDirectory() + "hallowerk-s_client-" + UUID().uuidString
        let (input, output, errors) = (base + ".in", base + ".out", base + ".err")
        for path in [input, output, errors] { try Data().write(to: URL(filePath: path)) }
        defer { for path in [input, output, errors] { try? FileManager.default.removeItem(atPath: path) } }
        try Data(request.utf8).write(to: URL(filePath: input))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            [
                "timeout", "10", "openssl", "s_client", "-connect", "127.0.0.1:\(port)", "-CAfile", anchors, "-quiet",
                "-ign_eof",
            ]
            + (certificate.map { ["-cert", $0.certificate, "-cert_chain", $0.certificate, "-key", $0.key] } ?? [])
            + arguments
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: input))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
        let code: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return Outcome(
            code: code, answer: Array(try Data(contentsOf: URL(filePath: output))),
            errors: String(decoding: try Data(contentsOf: URL(filePath: errors)), as: UTF8.self))
    }
}
