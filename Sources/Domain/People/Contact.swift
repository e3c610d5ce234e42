/// Who somebody is and how to reach them. Shared with a visible profile when it is opened, one person at a time; never
/// in a list and in no index (design.md §6, §7).
package struct Contact: Hashable, Sendable {
    package let givenName: String
    package let familyName: String
    package let email: String
    package let phone: String

    package init(givenName: String, familyName: String, email: String, phone: String) {
        self.givenName = givenName
        self.familyName = familyName
        self.email = email
        self.phone = phone
    }
}
