import Domain
import WebUI

/// Whether a search may be kept: nothing that reaches or names one person may be in it (P-DAT-6).
enum LinkText {
    /// Why the search of `form` is not stored, as a sentence; nil when it may be.
    static func refusal(of form: SearchForm) -> String? {
        let nobody = ContactMasking(hiding: Contact(givenName: "", familyName: "", email: "", phone: ""))
        for field in form.fields {
            if BSNDetector.first(in: field.value) != nil {
                return "In de zoekvraag staat een nummer dat een BSN kan zijn. Haal het weg en probeer het opnieuw."
            }
            if nobody.mask(field.value) != field.value || !IdentifyingNumber.found(in: field.value).isEmpty {
                return "In de zoekvraag staat een e-mailadres, telefoonnummer, link of ander gegeven van één persoon. "
                    + "Haal het weg en probeer het opnieuw."
            }
        }
        return nil
    }
}
