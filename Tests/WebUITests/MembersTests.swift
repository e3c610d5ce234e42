import Domain
import Mustache
import Testing

@testable import WebUI

@Suite("Members of views that are told by name, not looked for by reflection")
struct MembersTests {
    @Test("each member is told as it is, and no name besides, in all of a page of results")
    func members() throws {
        let view = SearchView(try Samples.search(Samples.results()), .init(style: "", script: "", icon: ""))
        var seen: Set<String> = []
        walk(view, &seen)
        #expect(seen == ["Choice", "FilterGroup", "HitView", "Part", "Group", "StripEntry"])
    }

    /// As the template library takes it: what is nil is not there.
    private static func unwrapped(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }

    private func walk(_ value: Any, _ seen: inout Set<String>) {
        let members = Mirror(reflecting: value).children
        if let view = value as? any MustacheParent {
            seen.insert("\(type(of: view))")
            for member in members {
                guard let label = member.label else { continue }
                let expected = Self.unwrapped(member.value).map { "\($0)" }
                #expect(view.child(named: label).map { "\($0)" } == expected, "\(type(of: view)).\(label)")
            }
            #expect(view.child(named: "anders") == nil)
        }
        for member in members { walk(member.value, &seen) }
    }
}
