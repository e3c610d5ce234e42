/// What `layout.mustache` reads.
struct LayoutView {
    /// Addresses of the files that every page refers to.
    struct Links: Sendable {
        let style: String
        let script: String
        let icon: String
    }

    let title: String
    let place: String
    let isPortal: Bool
    let visitor: Visitor?
    let links: Links
    /// Seconds after which the browser asks the page again; nil for never.
    let refresh: Int?

    init(_ frame: Frame, title: String, _ links: Links, refresh: Int? = nil) {
        switch frame.face {
        case .portal(let region):
            place = region
            isPortal = true
        case .monitor:
            place = "Knooppunten"
            isPortal = false
        }
        self.title = "\(title) - HalloWerk \(place)"
        visitor = frame.visitor
        self.links = links
        self.refresh = refresh
    }
}
