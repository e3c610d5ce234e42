import Foundation
import Mustache

/// The templates of one folder, checked and compiled once.
struct TemplateFolder: Sendable {
    private let library: MustacheLibrary

    /// Reads every `<name>.mustache` in `folder`.
    ///
    /// - Throws: `TemplateInvalid` for the first fault; what the file system or the parser says otherwise.
    init(_ folder: URL) throws {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "mustache" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
        let names = Set(files.map { $0.deletingPathExtension().lastPathComponent })
        var templates: [String: MustacheTemplate] = [:]
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            if let fault = TemplateRules.faults(in: text, file: file.lastPathComponent, parts: names).first {
                throw fault
            }
            templates[file.deletingPathExtension().lastPathComponent] = try MustacheTemplate(string: text)
        }
        library = MustacheLibrary(templates: templates)
    }

    /// - Throws: `TemplateInvalid` when there is no such template.
    func require(_ name: String) throws -> MustacheTemplate {
        guard let template = library.getTemplate(named: name) else {
            throw TemplateInvalid(file: "\(name).mustache", line: 0, reason: "the template is missing")
        }
        return template
    }

    func render(_ view: Any, with template: MustacheTemplate) -> String { template.render(view, library: library) }
}
