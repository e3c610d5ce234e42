import Domain
package import Foundation

/// Who is told of incidents, and what became of it.
package struct AlertsPage: Sendable {
    package struct Receiver: Hashable, Sendable {
        package let name: String
        /// Where, without any secret.
        package let channels: [String]
        package let rules: [String]

        package init(name: String, channels: [String], rules: [String]) {
            self.name = name
            self.channels = channels
            self.rules = rules
        }
    }

    package struct Delivery: Hashable, Sendable {
        package let made: Date
        package let receiver: String
        package let channel: String
        package let kind: String
        package let incidents: [Int64]
        package let isDone: Bool
        package let isTaken: Bool
        package let tries: Int

        package init(
            made: Date, receiver: String, channel: String, kind: String, incidents: [Int64], isDone: Bool,
            isTaken: Bool, tries: Int
        ) {
            self.made = made
            self.receiver = receiver
            self.channel = channel
            self.kind = kind
            self.incidents = incidents
            self.isDone = isDone
            self.isTaken = isTaken
            self.tries = tries
        }
    }

    package let frame: Frame
    package let receivers: [Receiver]
    package let deliveries: [Delivery]
    package let hasTested: Bool
    package let now: Date

    package init(frame: Frame, receivers: [Receiver], deliveries: [Delivery], hasTested: Bool, now: Date) {
        self.frame = frame
        self.receivers = receivers
        self.deliveries = deliveries
        self.hasTested = hasTested
        self.now = now
    }
}

/// What `alerts.mustache` reads.
struct AlertsView {
    let layout: LayoutView
    let csrf: String
    let receivers: [AlertsPage.Receiver]
    let hasReceivers: Bool
    let deliveries: [Row]
    let hasDeliveries: Bool
    let hasTested: Bool

    struct Row {
        let made: String
        let receiver: String
        let channel: String
        let kind: String
        let incidents: [Int64]
        let sign: String
        let word: String
        let tone: String
        let tries: Int
    }

    init(_ page: AlertsPage, _ links: LayoutView.Links) {
        layout = LayoutView(page.frame, title: "Meldingen", links, in: .alerts)
        csrf = page.frame.visitor?.csrfToken ?? ""
        receivers = page.receivers
        hasReceivers = !receivers.isEmpty
        deliveries = page.deliveries.map { delivery in
            let (sign, word, tone) =
                delivery.isTaken
                ? ("✓", "aangenomen", "ok")
                : delivery.isDone ? ("✕", "opgegeven", "critical") : ("!", "wordt nog geprobeerd", "attention")
            return Row(
                made: delivery.made.dutch(asOf: page.now), receiver: delivery.receiver,
                channel: delivery.channel.replacing("mail:", with: ""), kind: delivery.kind,
                incidents: delivery.incidents, sign: sign, word: word, tone: tone, tries: delivery.tries)
        }
        hasDeliveries = !deliveries.isEmpty
        hasTested = page.hasTested
    }
}
