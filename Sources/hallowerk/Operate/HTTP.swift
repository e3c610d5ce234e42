import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Calls from the command line to a portal, a gateway's ops face or a process's control socket.
struct HTTPCall: Sendable {
    static let answerLimit = 4 * 1024 * 1024
    /// Tells at once that nothing answers, where the shared client would try again until its time is over.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    let status: Int
    let body: [UInt8]

    /// Sends one request and collects its answer.
    ///
    /// - Throws: `OperatorError` when nothing answers there.
    static func send(
        _ method: String, _ url: String, body: [UInt8]? = nil, token: String? = nil,
        accept: String = "application/json", within time: TimeAmount = .seconds(15)
    ) async throws -> HTTPCall {
        let response = try await answer(method, url, body, token, accept, time)
        let bytes = try await response.body.collect(upTo: answerLimit)
        return HTTPCall(status: Int(response.status.code), body: Array(bytes.readableBytesView))
    }

    /// Sends one request, and gives a good answer piece by piece to `body`.
    ///
    /// - Throws: `OperatorError` when nothing answers, the answer is a refusal, or it is cut off; what `piece` throws.
    static func receive(
        _ method: String, _ url: String, body: [UInt8], within time: TimeAmount, piece: (ByteBuffer) throws -> Void
    ) async throws {
        let response = try await answer(method, url, body, nil, "*/*", time)
        guard response.status == .ok else {
            let bytes = try await response.body.collect(upTo: answerLimit)
            throw HTTPCall(status: Int(response.status.code), body: Array(bytes.readableBytesView)).problem
        }
        for try await next in response.body { try piece(next) }
    }

    private static func answer(
        _ method: String, _ url: String, _ body: [UInt8]?, _ token: String?, _ accept: String, _ time: TimeAmount
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        request.headers.add(name: "Accept", value: accept)
        // A command asks once; a kept connection would only make whoever answers wait at its end.
        request.headers.add(name: "Connection", value: "close")
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(body)
        }
        do {
            return try await client.execute(request, timeout: time)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw OperatorError(
                "Nothing answers at \(url).", remedy: "Is the process running, and is the address right?")
        }
    }

    /// The URL of `path` on the control socket of the process whose data is in `data`.
    static func control(_ data: String, _ path: String) -> String {
        let socket = URL(fileURLWithPath: data).standardizedFileURL.path + "/" + DataFile.control
        let escaped = socket.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? socket
        return "http+unix://\(escaped)\(path)"
    }

    /// Whether the log-in was refused for want of a code of the second factor, or for a wrong one.
    var asksForCode: Bool {
        struct Document: Decodable {
            struct Field: Decodable { let veld: String? }
            let fouten: [Field]?
        }
        let document = try? JSONDecoder().decode(Document.self, from: Data(body))
        return status == 401 && document?.fouten?.contains { $0.veld == "code" } == true
    }

    /// The answer's problem as a sentence: title, detail and every field that was wrong.
    var problem: OperatorError {
        struct Document: Decodable {
            struct Field: Decodable { let veld: String?, melding: String? }
            let title: String?, detail: String?, fouten: [Field]?
        }
        let document = try? JSONDecoder().decode(Document.self, from: Data(body))
        let fields = (document?.fouten ?? []).map { "\n  \($0.veld ?? ""): \($0.melding ?? "")" }.joined()
        return OperatorError("\(status) \(document?.title ?? "refused"). \(document?.detail ?? "")\(fields)")
    }
}
