/// What `delivery.mustache` reads: one of its parts is there.
struct DeliveryView {
    let layout: LayoutView
    let heading: String
    let received: String
    let path: String
    let csrf: String
    let progress: ProgressView?
    let waits: Bool
    let stopped: String?
    let refusal: Refusal?
    let failed: Bool
    let report: Report?
    let result: Result?
    /// Whether it can still be given up as it stands, without a decision form.
    let isOver: Bool

    /// Why the file as a whole was not read.
    struct Refusal {
        let place: String
        let reason: String
        let remedy: String
    }

    /// What was found.
    struct Report {
        let sums: String
        let sign: String
        let tone: String
        let hasFaults: Bool
        let faults: [Row]
        let faultsCut: String?
        let missing: Missing?
        let canTakeAll: Bool
        let canTakeGood: Bool
        let good: String
        let bad: String

        /// One fault.
        struct Row {
            let line: String
            let column: String
            let reason: String
            let remedy: String
        }

        /// Who is served and not in the file.
        struct Missing {
            let people: String
            let clientNumbers: [String]
            let isCut: Bool
            /// Beside bad rows nobody's service is ended: who stands in one would be taken for gone.
            let besideBadRows: Bool
        }
    }

    /// What was done.
    struct Result {
        let total: String
        let added: String
        let changed: String
        let unchanged: String
        let ended: String
        let leftOut: String?
    }

    init(_ page: DeliveryPage, _ links: LayoutView.Links) {
        received = Moment.text(page.received)
        path = "/leveringen/\(page.id)"
        csrf = page.frame.visitor?.csrfToken ?? ""
        (heading, isOver) = Self.heading(of: page.state)
        let goesOn: Bool
        switch page.state {
        case .checking, .waiting, .applying, .stopped: goesOn = true
        case .refused, .failed, .checked, .finished: goesOn = false
        }
        layout = LayoutView(
            page.frame, title: heading, links, in: .deliveries, refresh: goesOn ? DeliveryPage.refreshSeconds : nil)
        switch page.state {
        case .checking(let now): progress = ProgressView(now, unit: "KiB", divisor: 1024)
        case .applying(let now): progress = ProgressView(now, unit: "rijen", divisor: 1)
        default: progress = nil
        }
        if case .waiting = page.state { waits = true } else { waits = false }
        if case .failed = page.state { failed = true } else { failed = false }
        if case .stopped(let done, let total) = page.state {
            stopped = "\(Figures.count(done)) van \(Figures.rows(total)) verwerkt"
        } else {
            stopped = nil
        }
        if case .refused(let fault) = page.state {
            refusal = Refusal(place: "Regel \(fault.line)", reason: fault.reason, remedy: fault.remedy)
        } else {
            refusal = nil
        }
        if case .checked(let found) = page.state { report = Report(found) } else { report = nil }
        if case .finished(let done) = page.state { result = Result(done) } else { result = nil }
    }

    private static func heading(of state: DeliveryPage.State) -> (text: String, isOver: Bool) {
        switch state {
        case .checking: ("Uw bestand wordt nagekeken", false)
        case .refused: ("Dit bestand kan niet worden gelezen", true)
        case .failed: ("Het nakijken is niet gelukt", true)
        case .checked(let report):
            (report.bad == 0 ? "Uw bestand is in orde" : "In uw bestand staan fouten", false)
        case .waiting: ("Uw levering wacht op haar beurt", false)
        case .applying: ("Uw levering wordt verwerkt", false)
        case .stopped: ("De verwerking is gestopt", false)
        case .finished: ("Uw levering is verwerkt", false)
        }
    }
}

extension DeliveryView.Report {
    init(_ report: DeliveryPage.Report) {
        sums =
            report.bad == 0
            ? "\(Figures.rows(report.good)) kunnen worden overgenomen; er zijn geen fouten."
            : "\(Figures.rows(report.good)) kunnen worden overgenomen; \(Figures.rows(report.bad)) niet, "
                + "door \(report.faultCount == 1 ? "1 fout" : "\(Figures.count(report.faultCount)) fouten")."
        (sign, tone) = report.bad == 0 ? ("✓", "ok") : ("!", "attention")
        hasFaults = report.bad > 0
        let shown = report.faults.prefix(DeliveryPage.faultsShown)
        faults = shown.map {
            Row(
                line: String($0.line), column: $0.column.isEmpty ? "-" : $0.column, reason: $0.reason, remedy: $0.remedy
            )
        }
        faultsCut =
            report.faultCount > shown.count
            ? "Dit zijn de eerste \(shown.count) van \(Figures.count(report.faultCount)) fouten." : nil
        missing =
            report.missing == 0
            ? nil
            : Missing(
                people: Figures.people(report.missing),
                clientNumbers: Array(report.clientNumbers.prefix(DeliveryPage.missingShown)),
                isCut: report.missing > min(report.clientNumbers.count, DeliveryPage.missingShown),
                besideBadRows: report.bad > 0)
        canTakeAll = report.bad == 0 && report.good > 0
        canTakeGood = report.bad > 0 && report.good > 0
        good = Figures.rows(report.good)
        bad = Figures.rows(report.bad)
    }
}

extension DeliveryView.Result {
    init(_ result: DeliveryPage.Result) {
        total = Figures.rows(result.total)
        added = Figures.count(result.added)
        changed = Figures.count(result.changed)
        unchanged = Figures.count(result.total - result.added - result.changed)
        ended = Figures.count(result.ended)
        leftOut = result.bad.flatMap { $0 > 0 ? Figures.rows($0) : nil }
    }
}

/// How far something is, as a bar and a sentence.
struct ProgressView {
    let value: Int
    let max: Int
    let percent: String
    let sentence: String

    /// - Parameter divisor: how many of what was counted make one `unit`.
    init(_ progress: DeliveryPage.Progress, unit: String, divisor: Int) {
        let total = Swift.max(1, progress.total)
        value = min(progress.done, total)
        max = total
        percent = Figures.percent(progress.done, of: total)
        let done = "\(Figures.count(value / divisor)) van \(Figures.count(total / divisor)) \(unit)"
        let rate = progress.seconds > 0 ? Double(progress.done - progress.before) / progress.seconds : 0
        guard rate > 0 else {
            sentence = done
            return
        }
        let left = Int((Double(total - value) / rate).rounded(.up))
        let perSecond = Figures.count(Int((rate / Double(divisor)).rounded()))
        sentence = "\(done), \(perSecond) per seconde, nog ongeveer \(Figures.span(seconds: left))"
    }
}
