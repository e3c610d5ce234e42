/// What becomes of a wish to keep a search as a link, and of opening one.
package struct LinkPage: Sendable {
    package enum State: Sendable {
        /// It can be opened at this address.
        case stored(address: String, path: String, days: Int)
        /// It was not stored: why, in a sentence.
        case refused(String)
        /// Another site led here, so the browser does not say yet who asks: it asks again by itself.
        case opening(path: String)
    }

    package let frame: Frame
    package let form: SearchForm
    package let state: State

    package init(frame: Frame, form: SearchForm = SearchForm(), state: State) {
        self.frame = frame
        self.form = form
        self.state = state
    }
}

/// What `link.mustache` reads.
struct LinkView {
    let layout: LayoutView
    let stored: Stored?
    let refusal: String?
    let opening: Opening?
    let state: [FormField]
    let hasBack: Bool
    let csrf: String

    struct Stored {
        let address: String
        let path: String
        let days: Int
    }

    struct Opening { let path: String }

    init(_ page: LinkPage, _ links: LayoutView.Links) {
        var isOpening = false
        switch page.state {
        case .stored(let address, let path, let days):
            (stored, refusal, opening) = (Stored(address: address, path: path, days: days), nil, nil)
        case .refused(let sentence): (stored, refusal, opening) = (nil, sentence, nil)
        case .opening(let path):
            (stored, refusal, opening) = (nil, nil, Opening(path: path))
            isOpening = true
        }
        let title = isOpening ? "Zoekvraag openen" : "Link naar deze zoekvraag"
        layout = LayoutView(page.frame, title: title, links, in: .search, refresh: isOpening ? 0 : nil)
        state = page.form.fields
        hasBack = !isOpening
        csrf = page.frame.visitor?.csrfToken ?? ""
    }
}
