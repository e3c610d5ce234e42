/// What a hit must satisfy: all kinds that are given, and one value of each (within `targetGroups` too).
package struct SearchFilters: Hashable, Sendable {
    /// Regions asked; empty means all.
    package var regions: [RegionCode]
    package var municipalities: [MunicipalityCode]
    package var area: Area?
    package var targetGroups: [TargetGroup]
    package var hours: WeeklyHours?

    /// Everybody whose postcode area's centre lies within a distance of another's.
    package struct Area: Hashable, Sendable {
        package let postcode: PostcodeArea
        /// 1 to 200.
        package let distanceKm: Int

        package init(postcode: PostcodeArea, distanceKm: Int) {
            self.postcode = postcode
            self.distanceKm = distanceKm
        }
    }

    package init(
        regions: [RegionCode] = [], municipalities: [MunicipalityCode] = [], area: Area? = nil,
        targetGroups: [TargetGroup] = [], hours: WeeklyHours? = nil
    ) {
        self.regions = regions
        self.municipalities = municipalities
        self.area = area
        self.targetGroups = targetGroups
        self.hours = hours
    }
}
