/// A progress bar that concurrent work may report to.
actor SharedBar {
    private var bar: ProgressBar

    init(_ title: String, total: Int, unit: String, quiet: Bool) {
        bar = ProgressBar(title, total: total, unit: unit, quiet: quiet)
    }

    func update(_ done: Int) { bar.update(done) }
}
