import Mustache

// The overview has hundreds of regions: what its rows have is told by name, since looking for it by reflection, as is
// done for all other pages, takes most of the time of rendering.

extension MonitorView.Row: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "code": code
        case "sentence": sentence
        case "word": word
        case "sign": sign
        case "tone": tone
        case "since": since
        case "day": day
        case "month": month
        case "spark": spark
        case "version": version
        case "certificate": certificate
        case "certificateSoon": certificateSoon
        case "backup": backup
        case "visible": visible
        default: nil
        }
    }
}

extension BandView: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "width": width
        case "shapes": shapes
        case "share": share
        case "sentence": sentence
        default: nil
        }
    }
}

extension BandView.Shape: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "tone": tone
        case "path": path
        default: nil
        }
    }
}

extension SparkView: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "median": median
        case "slow": slow
        case "sentence": sentence
        case "text": text
        default: nil
        }
    }
}
