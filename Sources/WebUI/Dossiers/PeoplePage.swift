package import Domain

/// Finding people of the own municipality, and who was found.
package struct PeoplePage: Sendable {
    /// Names of the form's fields.
    package enum Field {
        /// A name or client number.
        package static let name = "naam"
        package static let cursor = "cursor"
        package static let handle = "handvat"
    }

    /// Somebody who was found.
    package struct Person: Sendable {
        /// Opens the dossier, for this user only.
        let handle: String
        let givenName: String
        let familyName: String
        let clientNumber: String
        let birthDay: CalendarDay
        let caseManager: String
        let visibility: Dossier.Visibility

        package init(
            handle: String, givenName: String, familyName: String, clientNumber: String, birthDay: CalendarDay,
            caseManager: String, visibility: Dossier.Visibility
        ) {
            self.handle = handle
            self.givenName = givenName
            self.familyName = familyName
            self.clientNumber = clientNumber
            self.birthDay = birthDay
            self.caseManager = caseManager
            self.visibility = visibility
        }
    }

    package let frame: Frame
    package let municipalityName: String
    /// As typed.
    package let name: String
    /// What is wrong with it.
    package let fault: String?
    /// Nil before somebody searched.
    package let found: [Person]?
    /// The next page.
    package let cursor: String?
    /// Pages were shown before this one.
    package let isLaterPage: Bool

    package init(
        frame: Frame, municipalityName: String, name: String = "", fault: String? = nil, found: [Person]? = nil,
        cursor: String? = nil, isLaterPage: Bool = false
    ) {
        self.frame = frame
        self.municipalityName = municipalityName
        self.name = name
        self.fault = fault
        self.found = found
        self.cursor = cursor
        self.isLaterPage = isLaterPage
    }
}

/// What `people.mustache` reads.
struct PeopleView {
    let layout: LayoutView
    let heading: String
    let isReadOnly: Bool
    let name: String
    let fault: String?
    let results: Results?
    let csrf: String

    /// Who was found.
    struct Results {
        let summary: String
        let rows: [Row]
        let hasRows: Bool
        let cursor: String?
        let isLaterPage: Bool
        let hasPager: Bool
    }

    /// One person.
    struct Row {
        let handle: String
        let name: String
        let number: String
        let birthDay: String
        let caseManager: String
        let word: String
        let sign: String
        let tone: String
    }

    /// Says what came of it, so that a tab and a screen reader tell pages apart.
    private static func title(of page: PeoplePage) -> String {
        let part = page.frame.isReadOnly ? "Noodtoegang tot \(page.municipalityName)" : "Mijn gemeente"
        if page.fault != nil { return "\(part): let op" }
        return page.found.map { "\(part): \($0.isEmpty ? "niemand" : Figures.people($0.count)) gevonden" } ?? part
    }

    init(_ page: PeoplePage, _ links: LayoutView.Links) {
        isReadOnly = page.frame.isReadOnly
        layout = LayoutView(
            page.frame, title: Self.title(of: page), links, in: isReadOnly ? .emergency : .people)
        heading = "Mensen van \(page.municipalityName)"
        name = page.name
        fault = page.fault
        results = page.found.map { found in
            let rows = found.map { person in
                let wording = person.visibility.wording
                return Row(
                    handle: person.handle, name: "\(person.familyName), \(person.givenName)",
                    number: person.clientNumber, birthDay: WorkWording.day(person.birthDay),
                    caseManager: person.caseManager.isEmpty ? "-" : person.caseManager, word: wording.word,
                    sign: wording.sign, tone: wording.tone)
            }
            let more = page.cursor != nil
            let count = Figures.people(rows.count)
            return Results(
                summary: rows.isEmpty
                    ? "Niemand gevonden"
                    : page.isLaterPage ? "\(count) op deze pagina" : more ? "De eerste \(count)" : count,
                rows: rows, hasRows: !rows.isEmpty, cursor: page.cursor, isLaterPage: page.isLaterPage,
                hasPager: more || page.isLaterPage)
        }
        csrf = page.frame.visitor?.csrfToken ?? ""
    }
}
