import Domain

/// Says why somebody was found.
struct Reasons {
    private let plan: QueryPlan

    init(_ plan: QueryPlan) { self.plan = plan }

    /// Of each clause of the query that the document at `number` answers: how, in which field, and which share of the
    /// score comes from it, most first; of equals, in the order in which they were asked.
    func of(_ number: Int, in index: DocumentIndex) -> [MatchReason] {
        let record = index.records[number]
        var scores = [Int](repeating: 0, count: plan.clauses.count)
        var best = [QueryPlan.Leaf?](repeating: nil, count: plan.clauses.count)
        for leaf in plan.leaves {
            guard let posting = index.terms.list(leaf.term).posting(of: UInt32(number)) else { continue }
            scores[leaf.clause] += Int(leaf.value) * Int(posting.weight)
            if best[leaf.clause] == nil { best[leaf.clause] = leaf }
        }
        let total = max(1, scores.reduce(0, +))
        joinNames(&scores, &best)
        let reasons = zip(plan.clauses, zip(scores, best)).compactMap { clause, found -> (Int, MatchReason)? in
            guard let leaf = found.1 else { return nil }
            let (place, isWritten) = self.place(of: leaf, clause, in: record, index)
            let reason = MatchReason(
                field: place.name, word: clause.text, kind: isWritten ? .written : leaf.kind,
                share: found.0 * 100 / total)
            return (found.0, reason)
        }
        return reasons.enumerated().sorted {
            ($1.element.0, $0.offset) < ($0.element.0, $1.offset)
        }.map(\.element.1)
    }

    /// Who has a name of an occupation in the words that were typed has no other name of it: what the name adds counts
    /// for its first word.
    private func joinNames(_ scores: inout [Int], _ best: inout [QueryPlan.Leaf?]) {
        for clause in plan.clauses.indices where best[clause]?.kind == .synonym {
            let words = plan.clauses[clause].text.split(separator: " ").map { word in
                plan.clauses.indices.first { plan.clauses[$0].text == word && best[$0]?.kind == .form }
            }
            guard let first = words.first ?? nil, words.allSatisfy({ $0 != nil }) else { continue }
            scores[first] += scores[clause]
            best[clause] = nil
        }
    }

    /// The best field in which `record` has what the leaf looks for, and whether it stands there as it was typed.
    private func place(
        of leaf: QueryPlan.Leaf, _ clause: QueryPlan.Clause, in record: Record, _ index: DocumentIndex
    ) -> (SearchField, isWritten: Bool) {
        if leaf.kind == .synonym || leaf.kind == .family {
            var field = SearchField.jobTitle
            record.forEachConcept { term, place in if term == leaf.term { field = place } }
            return (field, false)
        }
        var field = SearchField.occupation
        var first: SearchField?
        var written: SearchField?
        record.forEach { number in
            if let next = SearchField(mark: number) {
                field = next
            } else if number == clause.word {
                if written == nil { written = field }
            } else if first == nil {
                let terms = index.terms(of: number)
                var isHere = terms.stem == leaf.term
                terms.forEachPart { if $0 == leaf.term { isHere = true } }
                if isHere { first = field }
            }
        }
        return written.map { ($0, true) } ?? (first ?? .text, false)
    }
}
