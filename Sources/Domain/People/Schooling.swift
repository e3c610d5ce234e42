/// One education that somebody followed.
package struct Schooling: Hashable, Sendable {
    package let level: EducationLevel
    /// Its name or direction, such as `mbo logistiek`.
    package let name: String
    /// Calendar year in which it ended; nil while it goes on.
    package let endYear: Int?
    package let hasDiploma: Bool

    package init(level: EducationLevel, name: String, endYear: Int?, hasDiploma: Bool) {
        self.level = level
        self.name = name
        self.endYear = endYear
        self.hasDiploma = hasDiploma
    }
}

/// One course or certificate.
package struct Course: Hashable, Sendable {
    package let name: String
    /// Calendar year in which it was finished, when known.
    package let year: Int?

    package init(name: String, year: Int?) {
        self.name = name
        self.year = year
    }
}
