import Domain

/// The order of those who are equal: a keyed hash of profile and search, so that it is fair over searches and stable
/// over the pages of one; the same on every machine.
///
/// Two rounds of multiplication to 128 bits, folded, as in wyhash (Wang Yi, 2019): all of a region is ordered so when
/// nobody is asked for in particular, and a hash made to resist forging would be most of that search. Nobody gains by
/// forging an order of which the key is a hash of a random number.
enum TieHash {
    static func hash(_ id: IDHalves, _ salt: SearchSalt) -> UInt64 {
        fold(fold(id.low ^ salt.low, id.high ^ salt.high) ^ first, salt.high ^ second)
    }

    private static let first: UInt64 = 0xa076_1d64_78bd_642f
    private static let second: UInt64 = 0xe703_7ed1_a0b4_28db

    private static func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = one.multipliedFullWidth(by: other)
        return product.high ^ product.low
    }
}
