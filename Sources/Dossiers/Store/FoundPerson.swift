package import Domain
import Foundation
import GRDB

/// Somebody who was found: enough to tell people apart, and no more.
package struct FoundPerson: Hashable, Sendable {
    package let id: ProfileID
    package let givenName: String
    package let familyName: String
    package let clientNumber: String
    package let birthDay: CalendarDay
    /// Name of the case manager; may be empty.
    package let caseManager: String
    package let visibility: Dossier.Visibility
}

/// A page of people who were found, in the order of their folded names; first whoever has the client number.
package struct FoundPage: Hashable, Sendable {
    package let people: [FoundPerson]
    /// Where the next page begins; nil on the last one.
    package let next: NamePosition?
}

/// Where a page ended.
///
/// - Important: It holds a name: it leaves the process sealed only.
package struct NamePosition: Hashable, Sendable {
    /// As `search_name` has it.
    package let name: String
    package let id: ProfileID

    package init(name: String, id: ProfileID) {
        self.name = name
        self.id = id
    }
}

/// Finding people of one municipality, and what happened to them.
extension DossierStore {
    /// People of one page.
    package static let foundPeople = 1...50
    /// Lines of one page of a history.
    package static let historyEvents = 1...100

    /// The people of `municipality` whose client number `text` is, or whose name begins so: a family name, or a given
    /// name with it. Case, accents and what stands before a family name (`van der`) make no difference.
    ///
    /// - Parameter limit: within `foundPeople`; brought within it otherwise.
    package func find(
        _ text: String, in municipality: MunicipalityCode, after position: NamePosition?, limit: Int
    ) async throws -> FoundPage {
        let limit = min(max(limit, Self.foundPeople.lowerBound), Self.foundPeople.upperBound)
        let number = String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        let prefixes = DossierRow.namePrefixes(text)
        return try await reading { database in
            let numbered = try Self.people(.foundByClientNumber, [municipality.code, number], database)
            var found: [NamePosition: FoundPerson] = [:]
            for prefix in prefixes {
                let start = Self.later(NamePosition.beginning(prefix.family), position)
                let arguments: StatementArguments = [
                    municipality.code, start.name, start.key, prefix.family + "\u{10FFFF}", " " + prefix.given,
                    limit + 1,
                ]
                for hit in try Self.people(.foundByName, arguments, database) { found[hit.position] = hit.person }
            }
            let taken = Set(numbered.map(\.person.id))
            let named = found.filter { !taken.contains($0.value.id) }.sorted { $0.key.isBefore($1.key) }
            let first = position == nil ? numbered.map(\.person) : []
            let page = named.prefix(max(1, limit - first.count))
            return FoundPage(
                people: first + page.map(\.value), next: named.count > page.count ? page.last?.key : nil)
        }
    }

    /// What happened to a dossier of `municipality`, newest first: visibility, edits and imports.
    ///
    /// - Parameters:
    ///   - revision: only what came before it; nil from the newest.
    ///   - limit: within `historyEvents`; brought within it otherwise.
    package func history(
        of id: ProfileID, municipality: MunicipalityCode, before revision: Int? = nil, limit: Int
    ) async throws -> [DossierEvent] {
        let limit = min(max(limit, Self.historyEvents.lowerBound), Self.historyEvents.upperBound)
        return try await reading { database in
            try Self.events(of: id, municipality.code, before: revision, limit: limit, database)
        }
    }

    static func events(
        of id: ProfileID, _ municipality: String, before revision: Int?, limit: Int, _ database: Database
    ) throws -> [DossierEvent] {
        let (key, end) = (Data(id.bytes), revision ?? Int.max)
        return try Row.fetchAll(
            database, sql: DossierSchema.Query.events.sql,
            arguments: [municipality, key, end, municipality, key, end, limit]
        ).compactMap(DossierEvent.init)
    }

    private static func people(
        _ query: DossierSchema.Query, _ arguments: StatementArguments, _ database: Database
    ) throws -> [(position: NamePosition, person: FoundPerson)] {
        try Row.fetchAll(database, sql: query.sql, arguments: arguments).map { row in
            let key: Data = row[1]
            let id = try DossierRow.read("id", ProfileID(bytes: key))
            return (
                NamePosition(name: row[0], id: id),
                FoundPerson(
                    id: id, givenName: row[2], familyName: row[3], clientNumber: row[4],
                    birthDay: try DossierRow.read("birth_day", try? CalendarDay(row[5] as String)), caseManager: row[6],
                    visibility: try DossierRow.read("visibility", Dossier.Visibility(rawValue: row[7])))
            )
        }
    }

    private static func later(
        _ beginning: (name: String, key: Data), _ position: NamePosition?
    ) -> (name: String, key: Data) {
        guard let position, !(position.name.utf8.lexicographicallyPrecedes(beginning.name.utf8)) else {
            return beginning
        }
        return (position.name, Data(position.id.bytes))
    }
}

extension NamePosition {
    /// Before everybody whose folded name begins with `name`.
    fileprivate static func beginning(_ name: String) -> (name: String, key: Data) { (name, Data()) }

    /// The order of the index: by bytes.
    fileprivate func isBefore(_ other: NamePosition) -> Bool {
        name == other.name
            ? id.bytes.lexicographicallyPrecedes(other.id.bytes)
            : name.utf8.lexicographicallyPrecedes(other.name.utf8)
    }
}
