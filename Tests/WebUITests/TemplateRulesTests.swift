import Foundation
import Testing
import WebUI

@Suite("Templates: nothing gets past escaping")
struct TemplateRulesTests {
    @Test(arguments: [
        ("<p>{{{name}}}</p>", "unescaped"), ("<p>{{&name}}</p>", "unescaped"), ("<p>{{ & name }}</p>", "unescaped"),
        ("<p>{{ {name} }}</p>", "unescaped"), ("{{=<% %>=}}<%&name%>", "delimiters"),
        ("{{%CONTENT_TYPE:TEXT}}{{name}}", "content type"), ("{{>other}}", "no template 'other'"),
        ("{{<other}}{{/other}}", "no template 'other'"), ("{{>*name}}", "no template '*name'"),
        ("{{*name}}", "cannot be checked"),
    ])
    func refuses(_ text: String, because reason: String) {
        let faults = TemplateRules.faults(in: "<h1>\n" + text, file: "x.mustache", parts: ["layout"])
        #expect(faults.contains { $0.reason.contains(reason) && $0.line == 2 && $0.file == "x.mustache" }, "\(faults)")
    }

    @Test(arguments: [
        "{{name}}", "{{#list}}{{.}}{{/list}}", "{{^list}}leeg{{/list}}", "{{>layout}}", "{{> layout }}",
        "{{<layout}}{{$content}}x{{/content}}{{/layout}}", "{{! note }}",
    ])
    func allows(_ text: String) {
        #expect(TemplateRules.faults(in: text, file: "x.mustache", parts: ["layout"]).isEmpty)
    }
}
