import Mustache

// A page of results has hundreds of choices, hits and regions: what they have is told by name, as rows of the monitor
// do, since looking for it by reflection took two thirds of a search at its portal.

extension SearchView.Choice: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "value": value
        case "label": label
        case "chosen": chosen
        case "count": count
        default: nil
        }
    }
}

extension FilterGroup: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "legend": legend
        case "shown": shown
        case "folded": folded
        case "hasFolded": hasFolded
        case "foldLabel": foldLabel
        case "hasChoices": hasChoices
        case "fault": fault
        default: nil
        }
    }
}

extension HitView: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "handle": handle
        case "heading": heading
        case "place": place
        case "regionName": regionName
        case "hours": hours
        case "available": available
        case "facts": facts
        case "fragment": fragment
        case "hasFragment": hasFragment
        case "groups": groups
        case "hasGroups": hasGroups
        case "why": why
        case "isHidden": isHidden
        default: nil
        }
    }
}

extension HitView.Part: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "text": text
        case "match": match
        default: nil
        }
    }
}

extension HitView.Group: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "support": support
        default: nil
        }
    }
}

extension StripEntry: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "code": code
        case "name": self.name
        case "word": word
        case "sign": sign
        case "tone": tone
        case "isAwaited": isAwaited
        case "count": count
        case "duration": duration
        case "sentence": sentence
        case "canAskAgain": canAskAgain
        default: nil
        }
    }
}
