package import Domain
package import Foundation

/// Exceptional access to a municipality's dossiers: for who asks it, and for the administrator who decides.
package struct EmergencyPage: Sendable {
    /// Names of the forms' fields.
    package enum Field {
        package static let municipality = "gemeente"
        package static let reason = "reden"
        package static let hours = "uren"
        package static let id = "verzoek"
        package static let decision = "besluit"
    }

    /// Values of `Field.decision`.
    package static let grants = "toestaan"
    package static let refuses = "weigeren"

    /// One request, and what became of it.
    package struct Item: Sendable {
        package let access: EmergencyAccess
        package let municipality: String
        package let organisation: String

        package init(access: EmergencyAccess, municipality: String, organisation: String) {
            self.access = access
            self.municipality = municipality
            self.organisation = organisation
        }
    }

    /// The form to ask it, as typed.
    package struct Asking: Sendable {
        package struct Choice: Hashable, Sendable {
            package let code: String
            package let name: String

            package init(code: String, name: String) {
                self.code = code
                self.name = name
            }
        }

        package let municipalities: [Choice]
        package let municipality: String
        package let reason: String
        package let hours: String
        /// The field that is wrong.
        package let fault: String?

        package init(
            municipalities: [Choice], municipality: String, reason: String, hours: String, fault: String?
        ) {
            self.municipalities = municipalities
            self.municipality = municipality
            self.reason = reason
            self.hours = hours
            self.fault = fault
        }
    }

    package let frame: Frame
    /// Newest first.
    package let items: [Item]
    /// Nil for who decides.
    package let asking: Asking?
    package let fault: String?
    package let now: Date

    package init(frame: Frame, items: [Item], asking: Asking?, fault: String?, now: Date) {
        self.frame = frame
        self.items = items
        self.asking = asking
        self.fault = fault
        self.now = now
    }
}

/// What `emergency.mustache` reads.
struct EmergencyView {
    let layout: LayoutView
    let csrf: String
    let fault: String?
    let form: Form?
    let decides: Bool
    /// What goes on: asked or granted.
    let open: [Row]
    let hasOpen: Bool
    let past: [Row]
    let hasPast: Bool

    struct Form {
        let municipalities: [Option]
        let hours: [Option]
        let reason: String
        let isMunicipalityWrong: Bool
        let isReasonWrong: Bool
        let isHoursWrong: Bool
        let reasonLimit: Int
    }

    struct Option {
        let value: String
        let title: String
        let isChosen: Bool
    }

    struct Row {
        let id: String
        let who: String
        let organisation: String
        let municipality: String
        let reason: String
        let hours: String
        let asked: String
        /// Dossiers; nil when nothing was granted.
        let opened: String?
        let word: String
        let sign: String
        let tone: String
        /// The administrator can decide now.
        let canDecide: Bool
        /// Its user can look now.
        let canLook: Bool
        /// What the button that ends it says; nil when it is over.
        let end: String?
    }

    init(_ page: EmergencyPage, _ links: LayoutView.Links) {
        let decides = page.asking == nil
        self.decides = decides
        csrf = page.frame.visitor?.csrfToken ?? ""
        fault = page.fault
        let rows = page.items.map { (item: $0, row: Row($0, decides: decides, now: page.now)) }
        open = rows.filter { $0.row.end != nil }.map(\.row)
        past = rows.filter { $0.row.end == nil }.map(\.row)
        hasOpen = !open.isEmpty
        hasPast = !past.isEmpty
        form = open.isEmpty ? page.asking.map(Form.init) : nil
        let now = open.first.map { ": \($0.word)" } ?? (decides ? "" : " vragen")
        layout = LayoutView(
            page.frame, title: "Noodtoegang" + (page.fault == nil ? now : ": let op"), links, in: .emergency)
    }
}

extension EmergencyView.Form {
    fileprivate init(_ asking: EmergencyPage.Asking) {
        municipalities = asking.municipalities.map {
            .init(value: $0.code, title: $0.name, isChosen: $0.code == asking.municipality)
        }
        hours = (1...Limits.emergencyHours).map {
            .init(value: "\($0)", title: "\($0) uur", isChosen: "\($0)" == asking.hours)
        }
        reason = asking.reason
        isMunicipalityWrong = asking.fault == EmergencyPage.Field.municipality
        isReasonWrong = asking.fault == EmergencyPage.Field.reason
        isHoursWrong = asking.fault == EmergencyPage.Field.hours
        reasonLimit = Limits.emergencyReason.upperBound
    }
}

extension EmergencyView.Row {
    fileprivate init(_ item: EmergencyPage.Item, decides: Bool, now: Date) {
        let access = item.access
        id = access.id.uuidString.lowercased()
        who = access.name
        organisation = item.organisation
        municipality = item.municipality
        reason = access.reason
        hours = "\(access.hours) uur"
        asked = access.asked.dutch(asOf: now)
        opened = access.isGranted ? "\(access.opened) van hooguit \(Limits.emergencyDossiers)" : nil
        let state = access.state(at: now)
        (sign, word, tone) =
            switch state {
            case .asked: ("!", "wacht op een besluit", "attention")
            case .granted(let end): ("!", "kijkt mee tot \(end.dutch(asOf: now))", "critical")
            case .refused: ("✕", "geweigerd", "")
            case .lapsed: ("○", "niet beslist binnen een dag", "")
            case .ended: ("○", "voorbij sinds \((access.ended ?? access.end).dutch(asOf: now))", "")
            case .withdrawn: ("○", "ingetrokken", "")
            }
        canDecide = decides && state == .asked
        canLook = !decides && access.isLive(at: now)
        end =
            switch state {
            case .asked: decides ? "" : "Intrekken"
            case .granted: "Nu beëindigen"
            case .refused, .lapsed, .ended, .withdrawn: nil
            }
    }
}
