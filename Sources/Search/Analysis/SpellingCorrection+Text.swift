extension SpellingCorrection {
    /// `text` with every word that is not known as the word that was meant; marks between words stay.
    ///
    /// - Returns: Nil when no word could be put right.
    package func corrected(_ text: String) -> String? {
        var corrected = ""
        var from = text.startIndex
        var isChanged = false
        for word in Analyzer.words(in: text) {
            corrected += text[from..<word.range.lowerBound]
            if let meant = correction(of: word.folded) {
                corrected += meant
                isChanged = true
            } else {
                corrected += text[word.range]
            }
            from = word.range.upperBound
        }
        return isChanged ? corrected + text[from...] : nil
    }
}
