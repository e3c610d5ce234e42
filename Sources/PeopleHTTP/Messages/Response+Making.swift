import Domain
import Foundation
package import Hummingbird
import NIOCore
package import Wire

/// The name of a header field.
package typealias HeaderName = HTTPFields.Element.Name

extension Response {
    /// A document of `mediaType`.
    package static func document(_ status: HTTPResponse.Status = .ok, _ bytes: [UInt8], _ mediaType: String) -> Response
    {
        Response(
            status: status, headers: [.contentType: mediaType], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A small object as JSON, its members in the order of their names.
    package static func json(_ object: [String: Any]) throws -> Response {
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        return document(
            .ok, Array(try JSONSerialization.data(withJSONObject: object, options: options)), MediaType.json)
    }

    package static func html(_ status: HTTPResponse.Status = .ok, _ text: String) -> Response {
        document(status, Array(text.utf8), "text/html; charset=utf-8")
    }

    /// The browser's next page, asked with GET (RFC 9110 §15.4.4).
    package static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }

    /// `problem` as its own document (RFC 9457).
    package static func problem(_ problem: Problem) -> Response {
        var response = document(.init(code: problem.status), problem.json(), Problem.mediaType)
        response.add(problem.headers)
        return response
    }

    /// Adds header fields by name; a name that is no token is left out.
    package mutating func add(_ fields: [String: String]) {
        for (name, value) in fields {
            guard let name = HeaderName(name) else { continue }
            headers[name] = value
        }
    }
}

extension Request {
    /// The body, when it is of `mediaType` and within `limit`.
    ///
    /// - Throws: `Problem` 415 or 413.
    package func bytes(of mediaType: String, upTo limit: Int) async throws -> [UInt8] {
        let type = headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard type?.filter({ $0 != " " }) == mediaType else { throw Problem.unsupportedMediaType() }
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem.tooLarge(limit: limit)
        }
        var bytes: [UInt8] = []
        for try await part in body {
            bytes.append(contentsOf: part.readableBytesView)
            guard bytes.count <= limit else { throw Problem.tooLarge(limit: limit) }
        }
        return bytes
    }
}

extension Request {
    /// Refuses what a browser says comes from another site (Fetch Metadata; RFC 6454 for `Origin`).
    ///
    /// - Throws: `Problem` 403.
    package func refuseOtherSites() throws {
        if let site = HeaderName("Sec-Fetch-Site").flatMap({ headers[$0] }), site != "same-origin", site != "none" {
            throw Problem.forbidden()
        }
        guard let origin = headers[.origin] else { return }
        let host = origin.firstRange(of: "://").map { String(origin[$0.upperBound...]) }
        guard let host, host == head.authority else { throw Problem.forbidden() }
    }
}

extension Problem {
    /// One and the same for an unknown user and a wrong password.
    package static func wrongUserOrPassword() -> Problem {
        Problem(
            status: 401, title: "Niet aangemeld",
            detail: "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar.")
    }
}
