import Foundation
import Testing
import WebUI

@Suite("Stylesheet: text can be read by everybody, in the light and in the dark")
struct StyleSheetTests {
    /// Contrast of all text on its background, as the screens promise (to one decimal); 4.5 is what WCAG 2.2 (1.4.3,
    /// AA) asks.
    private static let promised = 6.3

    @Test(arguments: [0, 1])
    func contrast(theme: Int) throws {
        let tokens = try Self.themes()[theme]
        let texts = ["ink", "muted", "primary", "ok", "attention", "critical", "own"]
        let pairs =
            texts.flatMap { [($0, "paper"), ($0, "surface")] } + [("ink", "match"), ("on-primary", "primary")]
        for (text, background) in pairs {
            let ratio = Self.ratio(try #require(tokens[text]), try #require(tokens[background]))
            #expect((ratio * 10).rounded() / 10 >= Self.promised, "\(text) on \(background): \(ratio)")
        }
        for background in ["paper", "surface"] {
            let ratio = Self.ratio(try #require(tokens["control"]), try #require(tokens[background]))
            #expect(ratio >= 3, "the edge of a control on \(background): \(ratio); WCAG 2.2, 1.4.11")
        }
    }

    @Test("colours are tokens: none stands anywhere else")
    func coloursAreTokens() throws {
        let css = try Self.css()
        for line in css.split(separator: "\n") where line.contains("#") {
            #expect(line.contains("--"), "\(line)")
        }
    }

    @Test("what the screens promise is in the stylesheet")
    func promises() throws {
        let css = try Self.css()
        for rule in [
            "html { font-size: 106.25%;", "html { font-size: 100%; }", "outline: 3px solid var(--primary)",
            "max-width: 1280px",
            "min-height: 44px", "@media print", "prefers-color-scheme: dark", "font-family: system-ui",
        ] { #expect(css.contains(rule), "\(rule)") }
        #expect(!css.contains("@import"))
        #expect(!css.contains("url("))
        #expect(!css.contains("outline: 0"))
    }

    private static func css() throws -> String {
        let asset = try #require(try Pages().assets.first { $0.path.hasSuffix(".css") })
        return String(decoding: asset.bytes, as: UTF8.self)
    }

    /// The tokens of the light theme, and those of the dark one.
    private static func themes() throws -> [[String: Int]] {
        try css().split(separator: ":root {").dropFirst().prefix(2).map { block in
            let tokens = try block.prefix { $0 != "}" }.matches(of: Regex("--([a-z-]+): #([0-9a-f]{6});"))
            return Dictionary(
                uniqueKeysWithValues: tokens.compactMap { token in
                    guard let name = token[1].substring, let value = token[2].substring.flatMap({ Int($0, radix: 16) })
                    else { return nil }
                    return (String(name), value)
                })
        }
    }

    /// WCAG 2.2, "contrast ratio".
    private static func ratio(_ first: Int, _ second: Int) -> Double {
        let lights = [luminance(first), luminance(second)].sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }

    private static func luminance(_ colour: Int) -> Double {
        0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8) + 0.0722 * linear(colour)
    }

    private static func linear(_ part: Int) -> Double {
        let value = Double(part & 0xff) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
}
