package import Domain
package import Foundation

/// Where a page about one dossier came from, and what opens it: hidden fields of every form on it.
package struct DossierPlace: Hashable, Sendable {
    /// Opens the dossier, for this user only.
    package let handle: String
    /// What was typed to find it, for the way back.
    package let search: String

    package init(handle: String, search: String) {
        self.handle = handle
        self.search = search
    }
}

/// What a case manager just did.
package enum DossierNotice: Hashable, Sendable {
    case saved([DossierField])
    /// Saving what was there already.
    case unchanged
    case shown
    case hidden
}

/// One dossier of the own municipality: what others see beside what only the municipality sees.
package struct DossierPage: Sendable {
    /// The form that shows or hides, as typed.
    package struct Request: Hashable, Sendable {
        package let request: String
        package let reason: String
        package let faults: [EntryFault]
        /// Topics that the reason seems to touch.
        package let warnings: [EntryWarning]

        package init(
            request: String = "", reason: String = "", faults: [EntryFault] = [], warnings: [EntryWarning] = []
        ) {
            self.request = request
            self.reason = reason
            self.faults = faults
            self.warnings = warnings
        }
    }

    /// The newest line of the history.
    package struct Latest: Hashable, Sendable {
        package let who: String
        package let at: Date

        package init(who: String, at: Date) {
            self.who = who
            self.at = at
        }
    }

    package let frame: Frame
    package let place: DossierPlace
    package let municipalityName: String
    package let dossier: Dossier
    /// As others receive it: masked.
    package let work: WorkProfile
    package let latest: Latest?
    package let notice: DossierNotice?
    package let request: Request
    package let today: CalendarDay

    package init(
        frame: Frame, place: DossierPlace, municipalityName: String, dossier: Dossier,
        work: WorkProfile, latest: Latest?, notice: DossierNotice? = nil,
        request: Request = Request(), today: CalendarDay
    ) {
        self.frame = frame
        self.place = place
        self.municipalityName = municipalityName
        self.dossier = dossier
        self.work = work
        self.latest = latest
        self.notice = notice
        self.request = request
        self.today = today
    }
}
