/// Searches to try on a federation of synthetic people: each has hits in nearly every region.
package enum SampleSearches {
    package static let texts = [
        "heftruckchauffeur reachtruck", "verzorgende IG ouderenzorg", "administratief medewerker Excel",
    ]
}
