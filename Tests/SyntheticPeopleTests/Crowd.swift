import Domain
import SyntheticPeople

/// Four thousand people of one region, made once for all tests that only look at them.
enum Crowd {
    static let seed: UInt64 = 2026
    static let haaglanden = Result {
        try PeopleGenerator(places: SampleRegions.places(), seed: seed)
            .people(in: SampleRegions.haaglanden(), count: 4_000)
    }
}
