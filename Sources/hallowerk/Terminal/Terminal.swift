import Foundation

/// Standard output as it comes: not through `print`, whose buffer in a pipe holds lines back until after the errors.
enum Terminal {
    static func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

    /// `text` that came out of a file, without characters that steer a terminal.
    static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    [.control, .format].contains(scalar.properties.generalCategory) ? "?" : scalar
                }))
    }
}
