import Foundation

/// Where the folder of regions is.
package enum RegionsLocation {
    /// There is no such folder.
    package struct NotFound: Error, Hashable, CustomStringConvertible {
        /// Where it was looked for, in order.
        package let tried: [String]
        package var description: String {
            "no folder with regions at \(tried.joined(separator: " or ")); say where it is with --regions-dir"
        }
    }

    /// Looked at when `--regions-dir` is not given.
    package static let usual = ["regions", "/etc/hallowerk/regions"]

    /// The folder that was given, or else the first of `usual` that exists.
    ///
    /// - Throws: `NotFound`; a folder that was given and does not exist is never replaced by another.
    package static func find(explicit: String?) throws(NotFound) -> String {
        try find(in: explicit.map { [$0] } ?? usual)
    }

    static func find(in places: [String]) throws(NotFound) -> String {
        guard let place = places.first(where: { (try? FileManager.default.contentsOfDirectory(atPath: $0)) != nil })
        else { throw NotFound(tried: places) }
        return place
    }
}
