package import Domain

extension Activity {
    /// What the user is doing, as a choice on a form.
    var title: String {
        switch self {
        case .fillVacancy: "vacature vervullen"
        case .advise: "werkgever adviseren"
        case .mediate: "iemand bemiddelen"
        }
    }
}

extension LegalBasis {
    /// The law's name.
    var title: String {
        switch self {
        case .participatiewet: "Participatiewet"
        case .wetSuwi: "Wet SUWI"
        }
    }
}

extension Purpose {
    /// Every purpose that `role` may have, most usual first.
    package static func choices(for role: Role) -> [Purpose] {
        Activity.allCases.filter { $0.roles.contains(role) }.flatMap { activity in
            LegalBasis.allCases.reversed().compactMap { try? Purpose(activity: activity, basis: $0) }
        }
    }

    /// The value of a form's choice: `vacatureVervullen;wetSuwi`.
    package var choice: String { "\(activity.rawValue);\(basis.rawValue)" }

    /// As a choice on a form; the law is named where the activity has two.
    var title: String { activity.bases.count > 1 ? "\(activity.title) (\(basis.title))" : activity.title }
}
