import Domain
import Foundation
import GRDB

/// What is kept of one subject over one stretch of time.
struct Stretch: Hashable, Sendable {
    var looks = 0
    var answered = 0
    var paused = 0
    var worst = NodeHealth.Mark.ok
    /// The last that was seen.
    var visible: Int?
    var latencies = LatencyHistogram()

    mutating func add(_ sample: HealthSample) {
        looks += 1
        if sample.paused { paused += 1 } else if sample.answered { answered += 1 }
        worst = max(worst, sample.mark)
        visible = sample.visible ?? visible
        if let latency = sample.latency { latencies.add(latency) }
    }

    /// Adds a later one.
    mutating func add(_ later: Stretch) {
        looks += later.looks
        answered += later.answered
        paused += later.paused
        worst = max(worst, later.worst)
        visible = later.visible ?? visible
        latencies.add(later.latencies)
    }
}

extension Stretch {
    /// Of a row's columns from `column` on: looks, answered, paused, worst, visible, latencies.
    init(_ row: Row, from column: Int) {
        looks = row[column]
        answered = row[column + 1]
        paused = row[column + 2]
        worst = NodeHealth.Mark(severity: row[column + 3])
        visible = row[column + 4]
        latencies = LatencyHistogram(packed: row[column + 5] as Data)
    }
}
