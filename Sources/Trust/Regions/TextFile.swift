import Foundation

/// Files of the folder as text.
enum TextFile {
    /// Bytes of the largest file.
    static let limit = 1024 * 1024

    /// The text of `path`, or nil after saying in `faults` why not.
    static func read(_ path: String, _ faults: inout FileFaults) -> String? {
        guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.read(upToCount: limit + 1) else {
            let empty = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int == 0
            faults.add(
                nil, empty ? "the file is empty" : "the file cannot be read",
                empty ? "put its content back" : "see to it that it is there and that this user can read it")
            return nil
        }
        guard data.count <= limit else {
            faults.add(nil, "the file is larger than \(limit) bytes", "put the right file in its place")
            return nil
        }
        let bytes = [UInt8](data)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            faults.add(line(ofFirstFaultIn: bytes), "it is not UTF-8", "save the file as UTF-8")
            return nil
        }
        return text
    }

    /// The first line that is not UTF-8 by itself; a character of UTF-8 holds no line break.
    private static func line(ofFirstFaultIn bytes: [UInt8]) -> Int? {
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        return lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }.map { $0 + 1 }
    }
}
