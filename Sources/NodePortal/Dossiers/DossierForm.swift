import Domain
import PeopleHTTP
import WebUI

/// A browser's form as what was entered of a dossier.
enum DossierForm {
    /// The fields that the municipality keeps; one that the browser did not send is not there.
    static func municipal(_ body: FormBody) -> EntryFields {
        var entered = EntryFields()
        for field in DossierField.keptByMunicipality where field != .targetGroups {
            entered.texts[field.rawValue] = body.first(field.rawValue)
        }
        let groups = DossierField.targetGroups.rawValue
        entered.lists[groups] = body.all.filter { $0.name == groups }.map(\.value)
        return entered
    }
}
