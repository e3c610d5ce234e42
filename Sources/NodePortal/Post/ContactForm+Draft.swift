import Domain
import Foundation
import PeopleHTTP
import WebUI
import Wire

extension ContactForm {
    /// An empty one for a profile that is open now.
    init(
        about work: WorkProfile, in place: String, handle: String, _ form: SearchForm, isHidden: Bool = false
    ) {
        let occupation = work.occupations.first ?? "Werkzoekende"
        self.init(
            id: UUID.random(), handle: handle, label: "\(occupation), \(place)", isHidden: isHidden, form: form)
    }

    /// As a browser sent it, with everything that is wrong with it.
    init(_ body: FormBody, faults: [EntryFault] = []) throws {
        guard let id = body.first(Field.id).flatMap(UUID.init(uuidString:)) else {
            throw Problem.badRequest([FieldError(field: "", message: "Open het profiel opnieuw.")])
        }
        let label = body.first(Field.label) ?? ""
        self.init(
            id: id, handle: body.first(SearchForm.Field.handle) ?? "",
            label: label.isEmpty || BSNDetector.first(in: label) != nil ? "Werkzoekende" : String(label.prefix(150)),
            isHidden: body.first(Field.whose) == Field.own,
            // `bericht` and the like are no fields of a search; the rest of the form is.
            form: SearchForm(body.all), addressee: body.first(MessageContent.Field.addressee) ?? "",
            text: body.first(MessageContent.Field.text) ?? "",
            contact: body.first(MessageContent.Field.contact) ?? "",
            faults: faults.map { FormFault(field: $0.field, message: $0.message) })
    }
}
