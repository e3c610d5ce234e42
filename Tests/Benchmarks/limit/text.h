// Words of a text, and the piece of it to show.
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

using u8 = uint8_t;

/// Calls `body(word, from, to)` for each word of `text`: letters and digits, lower case, diacritics of Latin-1 off.
template <class Body> static void words(const std::string& text, Body body) {
    static const char* const PLAIN = "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty";
    std::string word;
    size_t from = 0;
    auto end = [&](size_t to) {
        if (!word.empty()) body(word, from, to);
        word.clear();
    };
    for (size_t i = 0; i < text.size(); i++) {
        u8 c = text[i];
        char letter = 0;
        size_t start = i;
        if (c >= 'a' && c <= 'z') letter = char(c);
        else if (c >= 'A' && c <= 'Z') letter = char(c | 32);
        else if (c >= '0' && c <= '9') letter = char(c);
        else if (c == 0xC3 && i + 1 < text.size()) letter = PLAIN[u8(text[++i]) & 63];
        if (letter == 0 || letter == ' ') { end(start); continue; }
        if (word.empty()) from = start;
        word += letter;
    }
    end(text.size());
}

/// Around the place where words asked for stand close together, in the text that has most of them, with each marked.
inline std::string snippet(
    const std::vector<std::string>& texts, const std::vector<std::string>& asked,
    const std::vector<std::string>& phrase, const std::string& prefix) {
    const std::string* shown = texts.empty() ? nullptr : &texts[0];
    std::vector<std::pair<size_t, size_t>> marks;
    auto isAsked = [&](const std::string& w) {
        if (!prefix.empty() && w.compare(0, prefix.size(), prefix) == 0) return true;
        return std::find(asked.begin(), asked.end(), w) != asked.end()
            || std::find(phrase.begin(), phrase.end(), w) != phrase.end();
    };
    for (const auto& text : texts) {
        std::vector<std::pair<size_t, size_t>> found;
        words(text, [&](const std::string& w, size_t from, size_t to) {
            if (isAsked(w) && (found.empty() || to - found[0].first < 110)) found.emplace_back(from, to);
        });
        if (found.size() > marks.size()) { marks = found; shown = &text; }
    }
    if (!shown) return "";
    size_t from = marks.empty() || marks[0].first < 40 ? 0 : shown->rfind(' ', marks[0].first - 30) + 1;
    size_t to = std::min(shown->size(), from + 160);
    std::string out = from > 0 ? "... " : "";
    for (const auto& [start, end] : marks) {
        if (end > to || start < from) continue;
        out.append(*shown, from, start - from).append("<").append(*shown, start, end - start).append(">");
        from = end;
    }
    return out.append(*shown, from, to - from).append(to < shown->size() ? " ..." : "");
}
