import Domain
import WebUI

extension Allowance {
    init(_ standing: BudgetStanding) { self.init(profilesLeft: standing.profilesLeft, warnings: standing.warnings) }
}

extension BudgetUse {
    /// How much is used, as users read it; without a full stop.
    var sentence: String {
        let figures = "\(Figures.count(used)) van de \(Figures.count(limit))"
        let who = budget.holder == .organisation ? "Uw gemeente heeft" : "U hebt"
        return switch (budget.measure, budget.holder) {
        case (.details, .search): "U hebt van deze zoekopdracht \(figures) profielen geopend"
        case (.details, _): "\(who) vandaag \(figures) profielen geopend"
        case (.people, _): "\(who) vandaag \(figures) mensen in lijsten gezien"
        }
    }

    /// Why no more is shown, and when it is again.
    var refusal: String {
        switch (budget.measure, budget.holder) {
        case (.details, .search): "\(sentence); meer kan niet. Zoek opnieuw als u er meer nodig hebt."
        case (.details, _): "\(sentence); meer kan vandaag niet. Na middernacht kunt u weer profielen openen."
        case (.people, _):
            "\(sentence); met deze bladzijde worden het er te veel. Na middernacht kunt u weer verder zoeken."
        }
    }
}
