/// Where a municipality's administrator asks for its own people.
package struct ExportPage: Hashable, Sendable {
    package let frame: Frame
    /// The municipality's name.
    package let municipality: String

    package init(frame: Frame, municipality: String) {
        self.frame = frame
        self.municipality = municipality
    }
}

/// What `export.mustache` reads.
struct ExportView {
    let layout: LayoutView
    let csrf: String
    let municipality: String

    init(_ page: ExportPage, _ links: LayoutView.Links) {
        layout = LayoutView(page.frame, title: "Uitleveren", links, in: .export)
        csrf = page.frame.visitor?.csrfToken ?? ""
        municipality = page.municipality
    }
}
