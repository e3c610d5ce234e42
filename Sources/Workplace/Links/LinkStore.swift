import Foundation
import GRDB
import Storage

/// The address of a stored search: 128 random bits, so that nobody guesses one, as 22 characters of base64url
/// (RFC 4648 §5).
package struct LinkID: Hashable, Sendable, CustomStringConvertible {
    package static let length = 22

    let id: WorkplaceID

    init(_ id: WorkplaceID) { self.id = id }

    /// Nil for what is no such address.
    package init?(_ text: some StringProtocol) {
        let isPlain = text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45
                || byte == 95
        }
        guard text.utf8.count == Self.length, isPlain else { return nil }
        let standard = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/") + "=="
        guard let id = Data(base64Encoded: standard).flatMap(WorkplaceID.init) else { return nil }
        self.id = id
        // Four bits of the last character carry nothing: of the sixteen texts of one address one is right.
        guard description == text else { return nil }
    }

    package var description: String {
        id.data.base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .filter { $0 != "=" }
    }
}

/// Searches that can be opened by a link: the fields of a form, for whoever in the region may search.
///
/// - Important: Who stores one sees to it that nothing of a person is in it; the store cannot know.
extension WorkplaceStore {
    /// Links that one person may have at a time, and how long each is kept.
    package static let links = 100
    package static let linkDays = 90

    private enum Links {
        static let sweep = "DELETE FROM stored_search WHERE ends <= ?"
        static let count = "SELECT count(*) FROM stored_search WHERE owner = ?"
        static let known = "SELECT id FROM stored_search WHERE owner = ? AND fields = ?"
        static let extend = "UPDATE stored_search SET ends = ? WHERE id = ?"
        static let insert = "INSERT INTO stored_search (id, owner, fields, made, ends) VALUES (?, ?, ?, ?, ?)"
        static let find = "SELECT fields FROM stored_search WHERE id = ? AND ends > ?"
    }

    /// Stores a search and gives its address; somebody who stores the same one again gets the same address, for another
    /// 90 days.
    ///
    /// - Parameter user: the account's name.
    /// - Throws: `WorkplaceRefusal.full` over `links`; `StoreFault`.
    package func storeLink(to search: [SearchField], by user: String) async throws -> LinkID {
        let (time, fields) = (now(), try Self.encode(search))
        let ends = time.addingTimeInterval(TimeInterval(Self.linkDays) * 86_400).milliseconds
        return try await writing { database in
            try database.execute(sql: Links.sweep, arguments: [time.milliseconds])
            if let known = try Data.fetchOne(database, sql: Links.known, arguments: [user, fields]),
                let id = WorkplaceID(known)
            {
                try database.execute(sql: Links.extend, arguments: [ends, id.data])
                return LinkID(id)
            }
            guard try Int.fetchOne(database, sql: Links.count, arguments: [user]) ?? 0 < Self.links else {
                throw WorkplaceRefusal.full(.links, limit: Self.links)
            }
            let id = WorkplaceID()
            try database.execute(sql: Links.insert, arguments: [id.data, user, fields, time.milliseconds, ends])
            return LinkID(id)
        }
    }

    /// The search that was stored there; nil when it was never, or is no more.
    ///
    /// - Throws: `StoreFault`.
    package func search(at link: LinkID) async throws -> [SearchField]? {
        let time = now().milliseconds
        return try await reading { database in
            try String.fetchOne(database, sql: Links.find, arguments: [link.id.data, time]).map(Self.decode)
        }
    }
}
