/// A QR code (ISO/IEC 18004) of up to 180 bytes: byte mode, error correction M, versions 1 to 9. Enough for the link
/// that an authenticator app reads, so that no other party's code draws a secret.
struct QRCode: Hashable, Sendable {
    /// Modules of a side, without the quiet zone.
    private(set) var size: Int
    /// Row by row.
    private(set) var dark: [Bool]
    /// Modules of finders, timing, alignment, format and version: no data lies there.
    private var isReserved: [Bool]

    /// Per version: all codewords, error correction codewords of a block, blocks, and where alignment patterns are.
    private static let versions: [(codewords: Int, correction: Int, blocks: Int, alignment: [Int])] = [
        (26, 10, 1, []), (44, 16, 1, [6, 18]), (70, 26, 1, [6, 22]), (100, 18, 2, [6, 26]), (134, 24, 2, [6, 30]),
        (172, 16, 4, [6, 34]), (196, 18, 4, [6, 22, 38]), (242, 22, 4, [6, 24, 42]), (292, 22, 5, [6, 26, 46]),
    ]

    /// - Returns: nil for more bytes than version 9 holds.
    init?(_ bytes: [UInt8]) {
        // Mode and length take twelve bits.
        let fitting = Self.versions.firstIndex { bytes.count + 2 <= $0.codewords - $0.correction * $0.blocks }
        guard let index = fitting, bytes.count <= 255 else { return nil }
        let version = Self.versions[index]
        size = 21 + 4 * index
        dark = Array(repeating: false, count: size * size)
        isReserved = dark
        drawPatterns(alignment: version.alignment, number: index + 1)
        let data = Self.codewords(of: bytes, count: version.codewords - version.correction * version.blocks)
        draw(Self.interleaved(data, version.codewords, version.correction, version.blocks))
        let masked = (0..<8).map { mask in
            var code = self
            code.apply(mask)
            code.drawFormat(mask)
            return code
        }
        self = masked.min { $0.penalty < $1.penalty } ?? self
    }

    /// The dark modules as a path of SVG, four modules from the edge.
    var path: String {
        (0..<size).flatMap { y in
            (0..<size).filter { dark[y * size + $0] }.map { "M\($0 + 4) \(y + 4)h1v1h-1z" }
        }.joined()
    }

    /// Mode, length, text and padding (§7.4).
    private static func codewords(of bytes: [UInt8], count: Int) -> [UInt8] {
        // A half byte of mode before, so every byte straddles two codewords.
        let nibbles = [4, bytes.count >> 4, bytes.count & 15] + bytes.flatMap { [Int($0) >> 4, Int($0) & 15] } + [0]
        var words = stride(from: 0, to: nibbles.count, by: 2).map { UInt8(nibbles[$0] << 4 | nibbles[$0 + 1]) }
        let padding = count - words.count
        words += (0..<padding).map { $0 % 2 == 0 ? 0xEC : 0x11 }
        return words
    }

    /// Blocks with their error correction, in the order in which they are drawn (§7.6).
    private static func interleaved(_ data: [UInt8], _ total: Int, _ correction: Int, _ blocks: Int) -> [UInt8] {
        let short = total / blocks - correction
        let longer = total % blocks
        var (rows, start): ([(data: [UInt8], correction: [UInt8])], Int) = ([], 0)
        for block in 0..<blocks {
            let length = short + (block >= blocks - longer ? 1 : 0)
            let part = Array(data[start..<start + length])
            rows.append((part, ReedSolomon.correction(of: part, count: correction)))
            start += length
        }
        let first = (0...short).flatMap { place in rows.compactMap { place < $0.data.count ? $0.data[place] : nil } }
        return first + (0..<correction).flatMap { place in rows.map { $0.correction[place] } }
    }

    private mutating func set(_ x: Int, _ y: Int, _ isDark: Bool) {
        guard (0..<size).contains(x), (0..<size).contains(y) else { return }
        dark[y * size + x] = isDark
        isReserved[y * size + x] = true
    }

    private mutating func drawPatterns(alignment: [Int], number: Int) {
        for place in 0..<size {
            set(6, place, place % 2 == 0)
            set(place, 6, place % 2 == 0)
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] {
            for dy in -4...4 {
                for dx in -4...4 { set(x + dx, y + dy, ![2, 4].contains(max(abs(dx), abs(dy)))) }
            }
        }
        let last = alignment.count - 1
        for (row, y) in alignment.enumerated() {
            for (column, x) in alignment.enumerated() {
                let isAtFinder = [[0, 0], [0, last], [last, 0]].contains([row, column])
                guard !isAtFinder else { continue }
                for dy in -2...2 { for dx in -2...2 { set(x + dx, y + dy, max(abs(dx), abs(dy)) != 1) } }
            }
        }
        drawFormat(0)
        drawVersion(number)
    }

    /// Correction level M and the mask, twice (§7.9).
    private mutating func drawFormat(_ mask: Int) {
        var remainder = mask
        for _ in 0..<10 { remainder = remainder << 1 ^ (remainder >> 9) * 0x537 }
        let bits = (mask << 10 | remainder) ^ 0x5412
        func bit(_ place: Int) -> Bool { bits >> place & 1 == 1 }
        for place in 0..<6 { set(8, place, bit(place)) }
        set(8, 7, bit(6))
        set(8, 8, bit(7))
        set(7, 8, bit(8))
        for place in 9..<15 { set(14 - place, 8, bit(place)) }
        for place in 0..<8 { set(size - 1 - place, 8, bit(place)) }
        for place in 8..<15 { set(8, size - 15 + place, bit(place)) }
        set(8, size - 8, true)
    }

    /// From version 7 on (§7.10).
    private mutating func drawVersion(_ number: Int) {
        guard number >= 7 else { return }
        var remainder = number
        for _ in 0..<12 { remainder = remainder << 1 ^ (remainder >> 11) * 0x1F25 }
        let bits = number << 12 | remainder
        for place in 0..<18 {
            let (far, near) = (size - 11 + place % 3, place / 3)
            set(far, near, bits >> place & 1 == 1)
            set(near, far, bits >> place & 1 == 1)
        }
    }

    /// Two columns at a time from the right, up and down in turn (§7.7.3).
    private mutating func draw(_ words: [UInt8]) {
        var next = 0
        for pair in stride(from: size - 1, through: 1, by: -2) {
            let right = pair <= 6 ? pair - 1 : pair
            for step in 0..<size {
                let y = (right + 1) & 2 == 0 ? size - 1 - step : step
                for x in [right, right - 1] where !isReserved[y * size + x] && next < words.count * 8 {
                    dark[y * size + x] = words[next / 8] >> (7 - next % 8) & 1 == 1
                    next += 1
                }
            }
        }
    }

    private mutating func apply(_ mask: Int) {
        for y in 0..<size {
            for x in 0..<size where !isReserved[y * size + x] && Self.isInverted(mask, x, y) {
                dark[y * size + x].toggle()
            }
        }
    }

    private static func isInverted(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }

    /// How hard it is to read (§7.8.3): long runs, blocks, what looks like a finder, and too much of one colour.
    private var penalty: Int {
        let rows = (0..<size).map { y in (0..<size).map { dark[y * size + $0] } }
        let columns = (0..<size).map { x in (0..<size).map { dark[$0 * size + x] } }
        var total = (rows + columns).reduce(0) { $0 + Self.penalty(of: $1) }
        for y in 1..<size {
            for x in 1..<size {
                let colours = [rows[y][x], rows[y - 1][x], rows[y][x - 1], rows[y - 1][x - 1]]
                if Set(colours).count == 1 { total += 3 }
            }
        }
        let share = dark.count(where: \.self) * 20 / dark.count
        return total + abs(share - 10) * 10
    }

    private static func penalty(of line: [Bool]) -> Int {
        var (total, run) = (0, 1)
        for place in 1..<line.count {
            run = line[place] == line[place - 1] ? run + 1 : 1
            if run == 5 { total += 3 } else if run > 5 { total += 1 }
        }
        let finder = [true, false, true, true, true, false, true, false, false, false, false]
        for start in 0...(line.count - finder.count) {
            let part = Array(line[start..<start + finder.count])
            if part == finder || part == finder.reversed() { total += 40 }
        }
        return total
    }
}

/// Error correction over the field of 256 elements with the polynomial x^8 + x^4 + x^3 + x^2 + 1 (§7.5).
enum ReedSolomon {
    static func correction(of data: [UInt8], count: Int) -> [UInt8] {
        let divisor = divisor(count)
        var remainder = Array(repeating: UInt8(0), count: count)
        for byte in data {
            let factor = byte ^ remainder.removeFirst()
            remainder.append(0)
            for (place, coefficient) in divisor.enumerated() { remainder[place] ^= product(coefficient, factor) }
        }
        return remainder
    }

    private static func divisor(_ degree: Int) -> [UInt8] {
        var result = Array(repeating: UInt8(0), count: degree)
        result[degree - 1] = 1
        var root: UInt8 = 1
        for _ in 0..<degree {
            for place in 0..<degree {
                result[place] = product(result[place], root)
                if place + 1 < degree { result[place] ^= result[place + 1] }
            }
            root = product(root, 2)
        }
        return result
    }

    private static func product(_ one: UInt8, _ other: UInt8) -> UInt8 {
        (0..<8).reversed().reduce(UInt8(0)) { sum, bit in
            (sum << 1) ^ (sum >> 7 == 1 ? 0x1D : 0) ^ (other >> UInt8(bit) & 1 == 1 ? one : 0)
        }
    }
}
