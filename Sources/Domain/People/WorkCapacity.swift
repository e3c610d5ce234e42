/// What somebody says about what the body can do at work (belastbaarheid). Voluntary, and never a reason (P-DAT-7).
package struct WorkCapacity: Hashable, Sendable {
    package enum Load: String, CaseIterable, Hashable, Sendable {
        case sitting = "zitten"
        case standing = "staan"
        case walking = "lopen"
        case climbing = "traplopen"
        case bending = "bukken"
        case kneeling = "knielen"
        case reaching = "reiken"
        case lifting = "tillen"
    }

    package enum Extent: String, CaseIterable, Hashable, Sendable {
        case fully = "volledig"
        case partly = "beperkt"
        case not = "niet"
    }

    package let load: Load
    package let extent: Extent

    package init(load: Load, extent: Extent) {
        self.load = load
        self.extent = extent
    }
}
