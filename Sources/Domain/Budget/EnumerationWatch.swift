package import Foundation

/// Sees when somebody goes through a region's people one by one (design.md §6): many handles that open nothing, or a
/// day's list budget read in a hurry. What is seen is told; budgets are what stops it.
package struct EnumerationWatch: Sendable {
    /// Who is watched: a person of an asking region, by pseudonym.
    package struct Person: Hashable, Sendable {
        package let region: OIN
        package let pseudonym: String

        package init(region: OIN, pseudonym: String) {
            self.region = region
            self.pseudonym = pseudonym
        }
    }

    /// What was seen. The raw values are for audit lines.
    package enum Pattern: String, Hashable, Sendable {
        case handlesTried = "many handles that open nothing"
        case listsRead = "lists read in a hurry"
    }

    /// Handles that open nothing, and in which time, in seconds.
    package static let handles = 20
    package static let handlesWithin: TimeInterval = 600
    /// The part of a day's people in lists, and in which time, in seconds.
    package static let listPart = 4
    package static let listsWithin: TimeInterval = 3_600
    /// One person's pattern is told once in this time, in seconds.
    package static let toldEvery: TimeInterval = 3_600
    /// People watched at once; beyond, whoever was seen longest ago is forgotten.
    package static let people = 4_096

    private struct Entry {
        var tried: [Date] = []
        /// What was used of the budget when its hour began.
        var lists: (since: Date, used: Int)?
        var told: [Pattern: Date] = [:]
        var seen: Date
    }

    private var entries: [Person: Entry] = [:]

    package init() {}

    /// A handle of `person` opened nothing.
    ///
    /// - Returns: Whether that is to be told now.
    package mutating func tried(_ person: Person, at time: Date) -> Bool {
        note(person, .handlesTried, at: time) { entry in
            entry.tried = entry.tried.filter { time.timeIntervalSince($0) < Self.handlesWithin }.suffix(
                Self.handles - 1)
            entry.tried.append(time)
            return entry.tried.count >= Self.handles
        }
    }

    /// `person` was shown people in a list; `use` is how that budget stands now.
    ///
    /// - Returns: Whether that is to be told now.
    package mutating func listed(_ person: Person, _ use: BudgetUse, at time: Date) -> Bool {
        note(person, .listsRead, at: time) { entry in
            if let lists = entry.lists, lists.used <= use.used,
                time.timeIntervalSince(lists.since) < Self.listsWithin
            {
                return (use.used - lists.used) * Self.listPart >= use.limit
            }
            entry.lists = (time, use.used)
            return false
        }
    }

    private mutating func note(
        _ person: Person, _ pattern: Pattern, at time: Date, _ holds: (inout Entry) -> Bool
    ) -> Bool {
        if entries[person] == nil, entries.count >= Self.people {
            let oldest = entries.min { $0.value.seen < $1.value.seen }
            if let oldest { entries[oldest.key] = nil }
        }
        var entry = entries[person] ?? Entry(seen: time)
        defer { entries[person] = entry }
        entry.seen = time
        guard holds(&entry) else { return false }
        if let told = entry.told[pattern], time.timeIntervalSince(told) < Self.toldEvery { return false }
        entry.told[pattern] = time
        return true
    }
}
