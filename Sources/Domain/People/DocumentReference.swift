/// A photo, video or document that the jobseeker added: what it is. The file itself is with the municipality.
package struct DocumentReference: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        case cv = "cv"
        case diploma = "diploma"
        case testimonial = "getuigschrift"
        case photo = "foto"
        case video = "video"
        case other = "overig"
    }

    package let kind: Kind
    package let title: String

    package init(kind: Kind, title: String) {
        self.kind = kind
        self.title = title
    }
}
