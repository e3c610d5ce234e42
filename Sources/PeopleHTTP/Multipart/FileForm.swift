package import Hummingbird
import NIOCore
package import Wire

/// A form with small fields and then one file (`multipart/form-data`), and a file that is sent by itself: the file is
/// passed on piece by piece.
package enum FileForm {
    /// Bytes of all fields before the file.
    package static let fieldBytes = 16 * 1024
    /// Bytes that a form has beside its file.
    private static let overhead = 64 * 1024

    /// Reads the form: its fields, then its file.
    ///
    /// - Parameters:
    ///   - file: the name of the file's field. Fields come before it: what decides whether it may be read stands first.
    ///   - limit: bytes of the file.
    ///   - begin: gets the fields before anything of the file is read; what it throws refuses the file unread.
    ///   - piece: gets the file in its order, in pieces that are not empty.
    /// - Throws: `Problem` 415 for another type; 413; 400 for what is no such form; what `begin` and `piece` throw.
    package static func receive(
        _ request: Request, file: String, upTo limit: Int, begin: ([String: String]) async throws -> Void,
        piece: (ArraySlice<UInt8>) async throws -> Void
    ) async throws {
        guard let boundary = request.headers[.contentType].flatMap(MultipartReader.boundary) else {
            throw Problem.unsupportedMediaType()
        }
        try request.refuseLonger(than: limit + overhead, stating: limit)
        var reader = MultipartReader(boundary: boundary)
        var form = State(fileName: file, limit: limit)
        do {
            for try await buffer in request.body {
                var events: [MultipartReader.Event] = []
                try reader.take(buffer.readableBytesView) { events.append($0) }
                for event in events {
                    switch try form.take(event) {
                    case nil: continue
                    case .begin(let fields): try await begin(fields)
                    case .piece(let bytes): try await piece(bytes)
                    }
                }
            }
            try reader.end()
        } catch is MultipartReader.Fault {
            throw malformed()
        }
        guard form.hasFile else { throw malformed() }
    }

    /// Reads a body of one of `types` that is a file as a whole.
    ///
    /// - Throws: `Problem` 415 and 413; what `piece` throws.
    package static func receive(
        _ request: Request, of types: [String], upTo limit: Int, piece: (ArraySlice<UInt8>) async throws -> Void
    ) async throws {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        guard type.map(types.contains) == true else { throw Problem.unsupportedMediaType() }
        try request.refuseLonger(than: limit, stating: limit)
        var received = 0
        for try await buffer in request.body {
            received += buffer.readableBytes
            guard received <= limit else { throw Problem.fileTooLarge(limit: limit) }
            if buffer.readableBytes > 0 { try await piece(ArraySlice(buffer.readableBytesView)) }
        }
    }

    private static func malformed() -> Problem {
        .badRequest([FieldError(field: "", message: "Dit is geen geldig formulier met een bestand.")])
    }

    /// What of the form has been read: fields until the file's part, then its content, then nothing.
    private struct State {
        enum Action {
            case begin([String: String])
            case piece(ArraySlice<UInt8>)
        }

        let fileName: String
        let limit: Int
        private(set) var hasFile = false
        private var fields: [String: String] = [:]
        private var field: (name: String, bytes: [UInt8])?
        private var fieldBytes = 0
        private var fileBytes = 0

        init(fileName: String, limit: Int) {
            self.fileName = fileName
            self.limit = limit
        }

        mutating func take(_ event: MultipartReader.Event) throws -> Action? {
            switch event {
            case .part(let part):
                try endField()
                // One file, and nothing behind it.
                guard !hasFile, part.isFile == (part.name == fileName), fields[part.name] == nil else {
                    throw malformed()
                }
                hasFile = part.isFile
                if !hasFile { field = (part.name, []) }
                return hasFile ? .begin(fields) : nil
            case .content(let bytes) where hasFile:
                fileBytes += bytes.count
                guard fileBytes <= limit else { throw Problem.fileTooLarge(limit: limit) }
                return .piece(bytes)
            case .content(let bytes):
                fieldBytes += bytes.count
                guard fieldBytes <= FileForm.fieldBytes else { throw Problem.tooLarge(limit: FileForm.fieldBytes) }
                field?.bytes += bytes
                return nil
            case .end:
                try endField()
                return nil
            }
        }

        private mutating func endField() throws {
            guard let ended = field else { return }
            guard let text = String(validating: ended.bytes, as: UTF8.self) else { throw malformed() }
            fields[ended.name] = text
            field = nil
        }
    }
}

extension Request {
    /// Refuses a body that says that it is longer than `limit`, before anything of it is read.
    fileprivate func refuseLonger(than limit: Int, stating stated: Int) throws {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem.fileTooLarge(limit: stated)
        }
    }
}

extension Problem {
    /// - Parameter limit: bytes of a file.
    package static func fileTooLarge(limit: Int) -> Problem {
        let size = limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit) bytes"
        return Problem(
            status: 413, title: "Bestand te groot", detail: "Het bestand mag hooguit \(size) zijn.",
            errors: [FieldError(field: "", message: "Het bestand mag hooguit \(size) zijn.")])
    }
}
