/// Draws indexes by weight in logarithmic time: for thousands of postcode areas and hundreds of occupations.
struct WeightedChoice {
    private let sums: [Int]

    /// Negative weights count as 0.
    init(_ weights: [Int]) {
        var sum = 0
        sums = weights.map { weight in
            sum += max(0, weight)
            return sum
        }
    }

    /// Whether anything can be drawn.
    var isPossible: Bool { (sums.last ?? 0) > 0 }

    /// The index of one weight, each as likely as its share; nil when all are 0.
    func draw(_ draw: inout Draw) -> Int? {
        guard let total = sums.last, total > 0 else { return nil }
        let target = draw.below(total)
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > target { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
