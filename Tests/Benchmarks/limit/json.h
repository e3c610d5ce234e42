// As much of JSON as the benchmark's files have: one flat object a line.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

struct Value {
    std::string text;
    std::vector<std::string> list;
    std::vector<int> numbers;
};

class JsonLine {
public:
    explicit JsonLine(const std::string& line) : s(line) {}

    std::map<std::string, Value> object() {
        std::map<std::string, Value> found;
        for (at = 1; s[at] != '}';) {
            if (s[at] == ',') at++;
            std::string key = string();
            at++;
            found[key] = value();
        }
        return found;
    }

private:
    Value value() {
        Value v;
        if (s[at] == '"') {
            v.text = string();
        } else if (s[at] == '[') {
            for (at++; s[at] != ']';) {
                if (s[at] == ',') at++;
                if (s[at] == '"') v.list.push_back(string());
                else v.numbers.push_back(number());
            }
            at++;
        } else if (s[at] == 'n') {
            at += 4;
        } else {
            v.numbers.push_back(number());
        }
        return v;
    }

    int number() {
        size_t used = 0;
        int n = std::stoi(s.substr(at, 12), &used);
        at += used;
        return n;
    }

    std::string string() {
        std::string out;
        for (at++; s[at] != '"'; at++) {
            if (s[at] != '\\') { out += s[at]; continue; }
            switch (s[++at]) {
            case 'n': out += '\n'; break;
            case 't': out += '\t'; break;
            case 'r': out += '\r'; break;
            case 'u': encode(std::stoi(s.substr(at + 1, 4), nullptr, 16), out); at += 4; break;
            default: out += s[at];
            }
        }
        at++;
        return out;
    }

    static void encode(int c, std::string& out) {
        if (c < 0x80) { out += char(c); return; }
        if (c < 0x800) {
            out += char(0xC0 | c >> 6);
        } else {
            out += char(0xE0 | c >> 12);
            out += char(0x80 | (c >> 6 & 63));
        }
        out += char(0x80 | (c & 63));
    }

    const std::string& s;
    size_t at = 0;
};
