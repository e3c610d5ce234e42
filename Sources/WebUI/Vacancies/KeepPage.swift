import Domain

/// On which list somebody is to be put, or that it was done.
package struct KeepPage: Sendable {
    package enum Outcome: Sendable {
        /// The lists that somebody may be put on.
        case choose([AssignmentItem])
        /// Put on this list.
        case kept(AssignmentItem)
        /// Not put on this list: a sentence says why.
        case refused(AssignmentItem, String)
    }

    package let frame: Frame
    package let outcome: Outcome
    /// The search that the person was found by, to go back to.
    package let form: SearchForm
    package let handle: String
    /// The person is hidden, of the own region.
    package let isHidden: Bool

    package init(frame: Frame, outcome: Outcome, form: SearchForm, handle: String, isHidden: Bool) {
        self.frame = frame
        self.outcome = outcome
        self.form = form
        self.handle = handle
        self.isHidden = isHidden
    }
}

/// What `keep.mustache` reads.
struct KeepView {
    let layout: LayoutView
    let csrf: String
    let isChoice: Bool
    let lists: [Item]
    let hasLists: Bool
    let kept: Item?
    let refused: Item?
    let reason: String?
    let list: String
    let state: [FormField]
    let handle: String
    let isHidden: Bool

    /// One list.
    struct Item {
        let id: String
        let path: String
        let title: String
        let name: String
        let candidates: String

        init(_ item: AssignmentItem) {
            id = item.id
            path = "/vacatures/\(item.id)"
            title = item.draft.title
            name = item.name
            candidates = item.candidateText
        }
    }

    init(_ page: KeepPage, _ links: LayoutView.Links) {
        var (kept, refused): (Item?, Item?) = (nil, nil)
        var (lists, reason): ([Item], String?) = ([], nil)
        var isChoice = false
        switch page.outcome {
        case .choose(let items):
            lists = items.map(Item.init)
            isChoice = true
        case .kept(let item): kept = Item(item)
        case .refused(let item, let sentence): (refused, reason) = (Item(item), sentence)
        }
        (self.isChoice, self.lists, self.kept, self.refused, self.reason) = (isChoice, lists, kept, refused, reason)
        hasLists = !lists.isEmpty
        layout = LayoutView(
            page.frame, title: isChoice ? "Op welke lijst?" : kept == nil ? "Niet op de lijst" : "Op de lijst", links)
        csrf = page.frame.visitor?.csrfToken ?? ""
        list = page.isHidden ? "/eigen-regio" : "/zoeken"
        state = page.form.fields
        handle = page.handle
        isHidden = page.isHidden
    }
}
