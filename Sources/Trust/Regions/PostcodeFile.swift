import Domain

/// `postcodes.csv`: one line per four-digit area, plain commas, no quotes. Split by hand: it is read at every start.
struct PostcodeFile {
    static let name = "postcodes.csv"
    static let header = "pc4,gemeentecode,plaats,latitude,longitude,inwoners"
    private static let source = "put the file back as the project delivers it, or correct the line"

    let file: String
    private(set) var entries: [Placed<PostcodeTable.Entry>] = []
    private(set) var faults: FileFaults

    init(path: String) {
        file = path
        faults = FileFaults(file: path)
        guard let text = TextFile.read(path, &faults) else { return }
        let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
        guard lines.first.map({ String(Substring($0)) }) == Self.header else {
            faults.add(1, "the first line must be '\(Self.header)'", Self.source)
            return
        }
        entries.reserveCapacity(lines.count)
        var seen: [PostcodeArea: Int] = [:]
        for (index, line) in lines.enumerated().dropFirst() {
            if line.isEmpty && index == lines.count - 1 { break }
            guard let entry = readRow(Substring(line), line: index + 1) else { continue }
            if let first = seen.updateValue(index + 1, forKey: entry.area) {
                faults.add(
                    index + 1, "postcode \(entry.area) is given before, on line \(first)", "remove one of the two")
            }
            entries.append(Placed(value: entry, line: index + 1))
        }
        if entries.isEmpty && faults.faults.isEmpty { faults.add(1, "it holds no postcodes", Self.source) }
    }

    private mutating func readRow(_ row: Substring, line: Int) -> PostcodeTable.Entry? {
        let fields = row.utf8.split(separator: 44, omittingEmptySubsequences: false).map { Substring($0) }
        func refuse(_ reason: String) -> PostcodeTable.Entry? {
            faults.add(line, reason, Self.source)
            return nil
        }
        guard fields.count == 6 else { return refuse("a row has six fields and this one has \(fields.count)") }
        guard let area = try? PostcodeArea(fields[0]) else {
            return refuse("'\(fields[0])' is not a postcode of four digits")
        }
        guard let municipality = try? MunicipalityCode(String(fields[1])) else {
            return refuse("'\(fields[1])' is not GM and four digits")
        }
        guard let place = FieldForms.name(String(fields[2])) else { return refuse("the place has no name") }
        guard let latitude = FieldForms.degrees(fields[3]), let longitude = FieldForms.degrees(fields[4]),
            let centre = try? Coordinate(latitude: latitude, longitude: longitude)
        else { return refuse("'\(fields[3]),\(fields[4])' is not a place in the Netherlands") }
        guard let inhabitants = FieldForms.count(fields[5]) else {
            return refuse("'\(fields[5])' is not a number of inhabitants")
        }
        return PostcodeTable.Entry(
            area: area, municipality: municipality, place: place, centre: centre, inhabitants: inhabitants)
    }
}
