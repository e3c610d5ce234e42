package import Domain

/// A pause that a region announced: in its health report, and in its own data folder.
package enum MaintenanceJSON {
    package static func encode(_ maintenance: Maintenance) -> [UInt8] {
        var writer = JSONWriter()
        writer.maintenance(maintenance)
        return writer.bytes
    }

    /// - Throws: `AnswerFault` when a field is missing or malformed.
    package static func decode(_ json: [UInt8]) throws(AnswerFault) -> Maintenance {
        guard let maintenance = read(try Tree.read(json[...], line: 1)) else {
            throw AnswerFault(line: 1, reason: "a field is missing or malformed")
        }
        return maintenance
    }

    static func read(_ tree: Tree) -> Maintenance? {
        guard let until = tree["tot"]?.text.flatMap(Timestamp.date), let reason = tree["reden"]?.text else {
            return nil
        }
        return Maintenance(until: until, reason: reason)
    }
}

extension JSONWriter {
    mutating func maintenance(_ maintenance: Maintenance) {
        object { writer in
            writer.member("tot", Timestamp.text(maintenance.until))
            writer.member("reden", maintenance.reason)
        }
    }
}
