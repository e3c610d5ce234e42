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
    /// Folded.
    package let name: String
    package let id: ProfileID

    package init(name: String, id: ProfileID) {
        self.name = name
        self.id = id
    }

    /// The order of the pages: by the bytes of the name.
    func isBefore(_ other: NamePosition) -> Bool {
        name == other.name
            ? id.bytes.lexicographicallyPrecedes(other.id.bytes)
            : name.utf8.lexicographicallyPrecedes(other.name.utf8)
    }
}

/// Finding people of one municipality.
extension DossierStore {
    /// People of one page.
    package static let foundPeople = 1...50

    /// The people of `municipality` whose client number `text` is, or whose name begins so: a family name, or a given
    /// name with it. Case, accents and what stands before a family name (`van der`) make no difference.
    ///
    /// - Parameter limit: within `foundPeople`; brought within it otherwise.
    package func find(
        _ text: String, in municipality: MunicipalityCode, after position: NamePosition?, limit: Int
    ) async throws -> FoundPage {
        let limit = min(max(limit, Self.foundPeople.lowerBound), Self.foundPeople.upperBound)
        let number = EntryRule.trimmed(text)
        let prefixes = FoldedName.prefixes(text)
        let numbered = try await reading { try Self.people(.foundByClientNumber, [municipality.code, number], $0) }
        let first = position == nil ? numbered : []
        // Whoever has the number may have the name, too.
        let (places, more) =
            try await prefixes.isEmpty
            ? ([], false)
            : names.find(prefixes, in: municipality, after: position, limit: limit + numbered.count) {
                try await everybody(in: municipality)
            }
        let taken = Set(numbered.map(\.id))
        let named = places.filter { !taken.contains($0.id) }
        let page = named.prefix(max(1, limit - first.count))
        let people = try await reading { database in
            try page.flatMap { place in
                try Self.people(.foundByID, [municipality.code, Data(place.id.bytes)], database)
            }
        }
        return FoundPage(people: first + people, next: more || named.count > page.count ? page.last : nil)
    }

    /// The folded names of a municipality's people.
    private func everybody(
        in municipality: MunicipalityCode
    ) async throws -> [(id: ProfileID, entry: NameIndex.Entry)] {
        try await reading { database in
            let rows = try Row.fetchCursor(
                database, sql: DossierSchema.Query.namesOfMunicipality.sql, arguments: [municipality.code])
            var people: [(id: ProfileID, entry: NameIndex.Entry)] = []
            while let row = try rows.next() {
                let key: Data = row[0]
                people.append(
                    (
                        try DossierRow.read("id", ProfileID(bytes: key)),
                        NameIndex.Entry(name: FoldedName.of(given: row[1], family: row[2]), revision: row[3])
                    ))
            }
            return people
        }
    }

    private static func people(
        _ query: DossierSchema.Query, _ arguments: StatementArguments, _ database: Database
    ) throws -> [FoundPerson] {
        try Row.fetchAll(database.cachedStatement(sql: query.sql), arguments: arguments).map { row in
            let key: Data = row[0]
            return FoundPerson(
                id: try DossierRow.read("id", ProfileID(bytes: key)), givenName: row[1], familyName: row[2],
                clientNumber: row[3],
                birthDay: try DossierRow.read("birth_day", try? CalendarDay(row[4] as String)), caseManager: row[5],
                visibility: try DossierRow.read("visibility", Dossier.Visibility(rawValue: row[6])))
        }
    }
}
