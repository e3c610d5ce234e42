import Domain
package import Foundation

/// The form with which somebody writes about a person whose profile is open.
package struct ContactForm: Sendable {
    /// Names of the form's fields, beside those of `MessageContent.Field` and of the search.
    package enum Field {
        /// The message's own id: a form that is sent twice is one message.
        package static let id = "berichtnummer"
        /// By what the sender knows the person.
        package static let label = "omschrijving"
        /// `own` for somebody hidden of the own region.
        package static let whose = "wie"
        package static let own = "eigen"
    }

    package let id: UUID
    package let handle: String
    package let label: String
    /// The person is of the own region and hidden from others.
    package let isHidden: Bool
    /// The search that the profile was opened from, with its purpose.
    package let form: SearchForm
    /// As typed.
    package let addressee: String
    package let text: String
    package let contact: String
    package let faults: [FormFault]

    package init(
        id: UUID, handle: String, label: String, isHidden: Bool, form: SearchForm,
        addressee: String = MessageAddressee.caseManager.rawValue, text: String = "", contact: String = "",
        faults: [FormFault] = []
    ) {
        self.id = id
        self.handle = handle
        self.label = label
        self.isHidden = isHidden
        self.form = form
        self.addressee = addressee
        self.text = text
        self.contact = contact
        self.faults = faults
    }
}

/// What `contact.mustache` reads.
struct ContactView {
    let state: [FormField]
    let csrf: String
    let choices: [Choice]
    let text: String
    let contact: String
    let limit: Int
    let contactLimit: Int
    let addresseeFault: String?
    let textFault: String?
    let contactFault: String?
    let isHidden: Bool

    /// For whom it can be.
    struct Choice {
        let value: String
        let title: String
        let isChosen: Bool
    }

    init(_ form: ContactForm, csrf: String) {
        state =
            form.form.fields + [
                FormField(SearchForm.Field.handle, form.handle),
                FormField(ContactForm.Field.id, form.id.uuidString.lowercased()),
                FormField(ContactForm.Field.label, form.label),
                FormField(ContactForm.Field.whose, form.isHidden ? ContactForm.Field.own : ""),
            ]
        self.csrf = csrf
        choices = MessageAddressee.allCases.reversed().map { addressee in
            Choice(value: addressee.rawValue, title: addressee.title, isChosen: addressee.rawValue == form.addressee)
        }
        text = form.text
        contact = form.contact
        limit = Limits.messageCharacters
        contactLimit = Limits.messageContactCharacters
        func fault(_ field: String) -> String? { form.faults.first { $0.field == field }?.message }
        addresseeFault = fault(MessageContent.Field.addressee)
        textFault = fault(MessageContent.Field.text)
        contactFault = fault(MessageContent.Field.contact)
        isHidden = form.isHidden
    }
}

extension MessageAddressee {
    /// As a choice on a form.
    var title: String {
        switch self {
        case .jobseeker: "de werkzoekende"
        case .caseManager: "de klantmanager"
        case .both: "de werkzoekende en de klantmanager"
        }
    }
}
