/// Names of skills of ESCO v1.2.0 (`Facts/README.md`), to be offered while somebody types. Public knowledge: they say
/// nothing of anybody.
package enum SkillVocabulary {
    /// Read at its first use.
    package static let dutch: LabelCompletion = {
        do {
            let file = try VocabularyFile(bundled: "vaardigheden.tsv", columns: ("vaardigheid", "andere_namen"))
            return LabelCompletion(file.rows.map { String($0.first) })
        } catch { preconditionFailure("the vocabulary of skills belongs to this target: \(error)") }
    }()
}
