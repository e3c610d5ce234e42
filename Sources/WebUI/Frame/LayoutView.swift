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
    let visitor: Visitor?
    let notice: String?
    let emergency: Frame.Emergency?
    let menu: [Item]
    let hasMenu: Bool
    /// Where somebody finds the own account; nil where there is no such page.
    let account: String?
    let links: Links
    /// Seconds after which the browser asks the page again; nil for never.
    let refresh: Int?
    /// Where the page hears when to show itself anew; nil: it asks by itself.
    let events: String?

    /// One entry of the menu.
    struct Item {
        let title: String
        let path: String
        /// The page is in this part.
        let isHere: Bool
    }

    /// - Parameter part: the entry of the menu that the page is in.
    init(_ frame: Frame, title: String, _ links: Links, in part: MenuEntry? = nil, refresh: Int? = nil) {
        switch frame.face {
        case .portal(let region):
            place = region
            account = "/account"
            events = nil
            menu = (frame.visitor.map { MenuEntry.all(for: $0.role) } ?? []).map { entry in
                Item(
                    title: entry.title(unread: frame.visitor?.unread ?? 0), path: entry.path, isHere: entry == part)
            }
        case .monitor:
            place = "Knooppunten"
            account = nil
            events = "/gebeurtenissen"
            menu = (frame.visitor.map { MenuEntry.monitor(for: $0.role) } ?? []).map { entry in
                Item(title: entry.title, path: entry.path, isHere: entry == part)
            }
        }
        hasMenu = !menu.isEmpty
        self.title = "\(title) - HalloWerk \(place)"
        visitor = frame.visitor
        notice = frame.notice
        emergency = frame.emergency
        self.links = links
        self.refresh = refresh
    }
}
