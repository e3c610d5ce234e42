package import Domain
package import Foundation

extension DossierField {
    /// The field's name on a screen.
    package var title: String {
        switch self {
        case .clientNumber: "Klantnummer"
        case .givenName: "Voornaam"
        case .familyName: "Achternaam"
        case .email: "E-mailadres"
        case .phone: "Telefoonnummer"
        case .postcode: "Postcode"
        case .street: "Straat en huisnummer"
        case .birthDay: "Geboortedatum"
        case .gender: "Geslacht"
        case .caseNumber: "Zaaknummer"
        case .caseManager: "Klantmanager"
        case .support: "Mate van ondersteuning"
        case .toZo: "ToZo"
        case .serviceEnded: "Einde dienstverlening"
        case .targetGroups: "Doelgroepen"
        case .occupations: "Gewenst werk"
        case .skills: "Vaardigheden"
        case .motivation: "Motivatie"
        case .experience: "Werkervaring"
        case .education: "Opleidingsniveau"
        case .licences: "Rijbewijzen"
        case .languages: "Talen"
        case .hours: "Uren per week"
        case .availableFrom: "Beschikbaar vanaf"
        case .entrepreneur: "Ondernemer"
        case .interests: "Interesses"
        case .talents: "Talenten"
        case .schooling: "Opleidingen"
        case .courses: "Cursussen"
        case .contracts: "Contract"
        case .sectors: "Sectoren"
        case .travel: "Reisafstand"
        case .capacity: "Belastbaarheid"
        case .documents: "Documenten"
        }
    }
}

extension Dossier.Visibility {
    /// The word, the shape and the class that say it together: never colour alone.
    var wording: (word: String, sign: String, tone: String) {
        switch self {
        case .visible: ("zichtbaar", "●", "ok")
        case .hidden: ("verborgen", "○", "own")
        }
    }
}

extension Gender {
    var title: String { rawValue }
}

extension SupportLevel {
    var title: String {
        switch self {
        case .selfService: "zelfservice"
        case .together: "samen"
        case .full: "volledig ondersteund"
        }
    }
}

extension SensitiveTopic {
    /// What a text seems to be about.
    var title: String {
        switch self {
        case .medical: "gezondheid"
        case .criminal: "strafbare feiten"
        case .religion: "geloof"
        case .number: "persoonlijke nummers"
        }
    }
}

/// A moment as people in the Netherlands say it, to the second.
package enum Moment {
    /// `27 november 2026 om 14:03:07`.
    package static func text(_ date: Date) -> String {
        let parts = CalendarDay.dutchCalendar.dateComponents([.hour, .minute, .second], from: date)
        let clock = [parts.hour, parts.minute, parts.second].map { number in
            let text = String(number ?? 0)
            return text.count == 1 ? "0" + text : text
        }
        return "\(WorkWording.day(CalendarDay(of: date))) om \(clock.joined(separator: ":"))"
    }
}
