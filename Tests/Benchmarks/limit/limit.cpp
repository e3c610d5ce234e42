// The benchmark's work on arrays, compiled for this machine: what a program can reach that does nothing else. Scores
// are whole numbers fixed when the index is built; documents are numbered by municipality; nothing can change after.
#include "json.h"
#include "text.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <numeric>
#include <unordered_map>

using Clock = std::chrono::steady_clock;
using Object = std::map<std::string, Value>;
using u16 = uint16_t;
using u32 = uint32_t;
using u64 = uint64_t;

static const char* const FIELDS[] = {"occupations", "skills", "jobTitles", "texts"};
static const double WEIGHTS[] = {4.0, 2.5, 1.5, 0.6};
static constexpr u32 WINDOW = 8192;
static constexpr size_t BEST = 20;

static double since(Clock::time_point began) { return std::chrono::duration<double>(Clock::now() - began).count(); }

struct List {
    std::vector<u32> documents;
    std::vector<u16> impacts;
    /// Where each document's positions begin; one more than documents.
    std::vector<u32> starts{0};
    std::vector<u16> positions;
};

using Bits = std::vector<u64>;

struct Names {
    std::unordered_map<std::string, u32> numbers;
    std::vector<std::string> names;
    u32 number(const std::string& name) {
        auto [found, isNew] = numbers.try_emplace(name, u32(names.size()));
        if (isNew) names.push_back(name);
        return found->second;
    }
};

struct Hit { u64 score; u32 document; };

struct Query {
    std::vector<std::string> words, phrase;
    std::string prefix;
    std::vector<std::string> municipalities, groups, education, licences;
    std::vector<int> hours;
    bool browses = false;
};

struct Answer {
    u32 total = 0;
    std::vector<std::pair<std::string, u32>> facets[3];
    std::vector<Hit> hits;
    std::vector<std::string> snippets;
};

class Index {
public:
    explicit Index(const std::string& path) {
        std::ifstream file(path);
        std::vector<Object> people;
        for (std::string line; std::getline(file, line);) people.push_back(JsonLine(line).object());
        std::stable_sort(people.begin(), people.end(), [](const Object& a, const Object& b) {
            return a.at("municipality").text < b.at("municipality").text;
        });
        count = u32(people.size());
        lengths.assign(4, std::vector<u32>(count, 0));
        occurrences.resize(count);
        for (u32 d = 0; d < count; d++) add(d, people[d]);
        finish();
        accumulator.assign(WINDOW, 0);
    }

    Answer answer(const Query& q) {
        Answer a;
        std::fill(municipalityCounts.begin(), municipalityCounts.end(), 0);
        std::fill(occupationCounts.begin(), occupationCounts.end(), 0);
        std::memset(groupCounts, 0, sizeof groupCounts);
        const u64* filter = filtered(q);
        best.clear();
        total = 0;
        if (q.browses) browse(filter);
        else if (!q.phrase.empty()) phrase(q.phrase, filter);
        else unite(lists(q), filter);
        a.total = total;
        std::sort(best.begin(), best.end(), before);
        a.hits = best;
        facets(a);
        for (const Hit& hit : best) a.snippets.push_back(snippet(texts[hit.document], q.words, q.phrase, q.prefix));
        return a;
    }

    const std::string& id(u32 d) const { return ids[d]; }
    u32 count = 0;

    size_t bytes() const {
        size_t sum = 0;
        for (const List& l : lists_) {
            sum += l.documents.size() * 6 + l.starts.size() * 4 + l.positions.size() * 2;
        }
        return sum + size_t(count) * (2 + 1 + 8);
    }

    u32 having(const std::string& word) const {
        u32 n = 0;
        words(word, [&](const std::string& w, size_t, size_t) {
            if (auto f = terms.find(w); f != terms.end()) n = u32(lists_[f->second].documents.size());
        });
        return n;
    }

private:
    struct Occurrence { u32 term; u16 position; u8 field; };

    static bool before(const Hit& a, const Hit& b) {
        return a.score != b.score ? a.score > b.score : a.document < b.document;
    }

    void add(u32 d, const Object& one) {
        ids.push_back(one.at("id").text);
        municipality.push_back(u16(municipalities.number(one.at("municipality").text)));
        u8 mask = 0;
        for (const auto& g : one.at("targetGroups").list) mask |= u8(1 << groups.number(g));
        group.push_back(mask);
        std::vector<std::string> own = one.at("occupations").list;
        std::sort(own.begin(), own.end());
        own.erase(std::unique(own.begin(), own.end()), own.end());
        firstOccupation.push_back(u32(occupationOf.size()));
        for (const auto& o : own) occupationOf.push_back(u16(occupations.number(o)));
        auto set = [&](const std::string& name) { pending[name].push_back(d); };
        set("m" + one.at("municipality").text);
        set("e" + one.at("education").text);
        for (const auto& g : one.at("targetGroups").list) set("g" + g);
        for (const auto& l : one.at("licences").list) set("l" + l);
        const auto& hours = one.at("hours").numbers;
        for (int h = hours[0]; h <= 60; h++) set("<" + std::to_string(h));
        for (int h = 0; h <= hours[1]; h++) set(">" + std::to_string(h));
        u16 position = 0;
        for (u8 f = 0; f < 4; f++) {
            for (const auto& text : one.at(FIELDS[f]).list) {
                words(text, [&](const std::string& w, size_t, size_t) {
                    auto [found, isNew] = terms.try_emplace(w, u32(lists_.size()));
                    if (isNew) lists_.emplace_back();
                    occurrences[d].push_back({found->second, position++, f});
                    lengths[f][d]++;
                });
                position += 8;
            }
        }
        texts.push_back(one.at("texts").list);
    }

    void finish() {
        firstOccupation.push_back(u32(occupationOf.size()));
        std::vector<double> average(4);
        for (int f = 0; f < 4; f++) {
            average[f] = std::max(1.0, std::accumulate(lengths[f].begin(), lengths[f].end(), 0.0) / count);
        }
        std::vector<u32> having(lists_.size(), 0);
        for (auto& own : occurrences) {
            std::stable_sort(own.begin(), own.end(), [](auto& a, auto& b) { return a.term < b.term; });
            for (size_t i = 0; i < own.size(); i++) {
                if (i == 0 || own[i].term != own[i - 1].term) having[own[i].term]++;
            }
        }
        for (u32 d = 0; d < count; d++) {
            auto& own = occurrences[d];
            for (size_t i = 0; i < own.size();) {
                u32 term = own[i].term;
                List& list = lists_[term];
                double weighted = 0;
                for (; i < own.size() && own[i].term == term; i++) {
                    int f = own[i].field;
                    weighted += WEIGHTS[f] / (0.25 + 0.75 * lengths[f][d] / average[f]);
                    list.positions.push_back(own[i].position);
                }
                double rarity = std::log(1 + (count - having[term] + 0.5) / (having[term] + 0.5));
                list.documents.push_back(d);
                list.impacts.push_back(u16(std::min(65535.0, 1 + 1000 * rarity * weighted / (1.2 + weighted))));
                list.starts.push_back(u32(list.positions.size()));
            }
            std::vector<Occurrence>().swap(own);
        }
        for (const auto& [word, number] : terms) sorted.emplace_back(word, number);
        std::sort(sorted.begin(), sorted.end());
        for (const auto& [name, documents] : pending) {
            Bits& bits = filters[name];
            bits.assign((count + 63) / 64, 0);
            for (u32 d : documents) bits[d / 64] |= u64(1) << d % 64;
        }
        pending.clear();
        municipalityCounts.assign(municipalities.names.size(), 0);
        occupationCounts.assign(occupations.names.size(), 0);
        admitted.assign((count + 63) / 64, 0);
        either = admitted;
    }

    /// Whom the filters admit; null when there are none.
    const u64* filtered(const Query& q) {
        bool any = false;
        auto narrow = [&](char kind, const std::vector<std::string>& values) {
            if (values.empty()) return;
            std::fill(either.begin(), either.end(), 0);
            for (const auto& v : values) {
                auto f = filters.find(kind + v);
                if (f == filters.end()) continue;
                for (size_t i = 0; i < either.size(); i++) either[i] |= f->second[i];
            }
            if (any) for (size_t i = 0; i < either.size(); i++) admitted[i] &= either[i];
            else admitted = either;
            any = true;
        };
        narrow('m', q.municipalities);
        narrow('g', q.groups);
        narrow('e', q.education);
        narrow('l', q.licences);
        if (!q.hours.empty()) {
            narrow('<', {std::to_string(q.hours[1])});
            narrow('>', {std::to_string(q.hours[0])});
        }
        return any ? admitted.data() : nullptr;
    }

    std::vector<const List*> lists(const Query& q) const {
        std::vector<const List*> found;
        for (const auto& text : q.words) {
            words(text, [&](const std::string& w, size_t, size_t) {
                if (auto f = terms.find(w); f != terms.end()) found.push_back(&lists_[f->second]);
            });
        }
        if (!q.prefix.empty()) {
            words(q.prefix, [&](const std::string& w, size_t, size_t) {
                auto at = std::lower_bound(sorted.begin(), sorted.end(), std::pair<std::string, u32>(w, 0));
                for (; at != sorted.end() && at->first.compare(0, w.size(), w) == 0; at++) {
                    found.push_back(&lists_[at->second]);
                }
            });
        }
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        return found;
    }

    void count_(u32 d) {
        total++;
        municipalityCounts[municipality[d]]++;
        groupCounts[group[d]]++;
        for (u32 i = firstOccupation[d]; i < firstOccupation[d + 1]; i++) occupationCounts[occupationOf[i]]++;
    }

    void keep(u64 score, u32 d) {
        if (best.size() == BEST && score <= best.front().score) return;
        if (best.size() == BEST) {
            std::pop_heap(best.begin(), best.end(), before);
            best.pop_back();
        }
        best.push_back({score, d});
        std::push_heap(best.begin(), best.end(), before);
    }

    /// Who has any of the words: window by window, so that scores stay in the nearest memory.
    void unite(const std::vector<const List*>& found, const u64* filter) {
        std::vector<size_t> at(found.size(), 0);
        for (u32 base = 0; base < count; base += WINDOW) {
            u32 end = std::min(count, base + WINDOW);
            u64 touched[WINDOW / 64] = {};
            for (size_t l = 0; l < found.size(); l++) {
                const u32* documents = found[l]->documents.data();
                const u16* impacts = found[l]->impacts.data();
                size_t i = at[l], n = found[l]->documents.size();
                for (; i < n && documents[i] < end; i++) {
                    u32 place = documents[i] - base;
                    accumulator[place] += impacts[i];
                    touched[place / 64] |= u64(1) << place % 64;
                }
                at[l] = i;
            }
            for (u32 block = 0; block * 64 < end - base; block++) {
                u64 bits = touched[block];
                if (bits == 0) continue;
                u64 wanted = filter ? bits & filter[base / 64 + block] : bits;
                for (; wanted; wanted &= wanted - 1) {
                    u32 place = block * 64 + u32(std::countr_zero(wanted));
                    count_(base + place);
                    keep(accumulator[place], base + place);
                }
                std::memset(&accumulator[block * 64], 0, 64 * sizeof(u32));
            }
        }
    }

    void phrase(const std::vector<std::string>& texts, const u64* filter) {
        std::vector<const List*> found;
        for (const auto& text : texts) {
            words(text, [&](const std::string& w, size_t, size_t) {
                auto f = terms.find(w);
                found.push_back(f == terms.end() ? nullptr : &lists_[f->second]);
            });
        }
        if (found.empty() || std::find(found.begin(), found.end(), nullptr) != found.end()) return;
        size_t rarest = 0;
        for (size_t i = 1; i < found.size(); i++) {
            if (found[i]->documents.size() < found[rarest]->documents.size()) rarest = i;
        }
        std::vector<size_t> at(found.size(), 0);
        for (size_t i = 0; i < found[rarest]->documents.size(); i++) {
            u32 d = found[rarest]->documents[i];
            if (filter && !(filter[d / 64] >> d % 64 & 1)) continue;
            at[rarest] = i;
            bool all = true;
            u64 score = 0;
            for (size_t l = 0; l < found.size() && all; l++) {
                const auto& documents = found[l]->documents;
                size_t step = 1, low = at[l];
                while (low + step < documents.size() && documents[low + step] < d) step *= 2;
                at[l] = size_t(std::lower_bound(documents.begin() + long(low),
                    documents.begin() + long(std::min(documents.size(), low + step + 1)), d) - documents.begin());
                all = at[l] < documents.size() && documents[at[l]] == d;
                if (all) score += found[l]->impacts[at[l]];
            }
            if (!all || !adjacent(found, at)) continue;
            count_(d);
            keep(score, d);
        }
    }

    static bool adjacent(const std::vector<const List*>& found, const std::vector<size_t>& at) {
        const List& first = *found[0];
        for (u32 i = first.starts[at[0]]; i < first.starts[at[0] + 1]; i++) {
            u32 place = first.positions[i];
            bool all = true;
            for (size_t l = 1; l < found.size() && all; l++) {
                const u16* from = found[l]->positions.data() + found[l]->starts[at[l]];
                const u16* to = found[l]->positions.data() + found[l]->starts[at[l] + 1];
                all = std::find(from, to, u16(place + l)) != to;
            }
            if (all) return true;
        }
        return false;
    }

    /// Everybody admitted, in an order that a key of the request decides.
    void browse(const u64* filter) {
        for (u32 d = 0; d < count; d++) {
            if (filter && !(filter[d / 64] >> d % 64 & 1)) continue;
            count_(d);
            u64 tie = (d + 0x0123456789abcdefULL) * 0x9e3779b97f4a7c15ULL;
            keep((tie ^ tie >> 29) * 0xbf58476d1ce4e5b9ULL, d);
        }
    }

    void facets(Answer& a) {
        for (size_t m = 0; m < municipalityCounts.size(); m++) {
            if (municipalityCounts[m]) a.facets[0].emplace_back(municipalities.names[m], municipalityCounts[m]);
        }
        for (size_t g = 0; g < groups.names.size(); g++) {
            u32 n = 0;
            for (size_t mask = 0; mask < 256; mask++) if (mask >> g & 1) n += groupCounts[mask];
            if (n) a.facets[1].emplace_back(groups.names[g], n);
        }
        for (size_t o = 0; o < occupationCounts.size(); o++) {
            if (occupationCounts[o]) a.facets[2].emplace_back(occupations.names[o], occupationCounts[o]);
        }
    }

    std::vector<std::string> ids;
    std::vector<u16> municipality, occupationOf;
    std::vector<u8> group;
    std::vector<u32> firstOccupation;
    std::vector<std::vector<std::string>> texts;
    std::vector<std::vector<u32>> lengths;
    std::vector<std::vector<Occurrence>> occurrences;
    std::unordered_map<std::string, u32> terms;
    std::vector<std::pair<std::string, u32>> sorted;
    std::vector<List> lists_;
    Names municipalities, groups, occupations;
    std::unordered_map<std::string, std::vector<u32>> pending;
    std::unordered_map<std::string, Bits> filters;
    Bits admitted, either;
    std::vector<u32> municipalityCounts, occupationCounts, accumulator;
    u32 groupCounts[256];
    std::vector<Hit> best;
    u32 total = 0;
};

static std::vector<Query> queries(const std::string& path) {
    std::ifstream file(path);
    std::vector<Query> found;
    for (std::string line; std::getline(file, line);) {
        Object one = JsonLine(line).object();
        Query q;
        q.words = one["words"].list;
        q.phrase = one["phrase"].list;
        q.prefix = one["prefix"].text;
        q.municipalities = one["municipalities"].list;
        q.groups = one["targetGroups"].list;
        q.education = one["education"].list;
        q.licences = one["licences"].list;
        q.hours = one["hours"].numbers;
        q.browses = one["text"].text.empty();
        found.push_back(q);
    }
    return found;
}

int main(int, char** arguments) {
    const std::string work = arguments[1];
    const int rounds = std::max(1, std::atoi(arguments[2]));
    auto began = Clock::now();
    auto index = std::make_unique<Index>(work + "/profiles.jsonl");
    std::printf("{\"peer\":\"program for this work alone\",\"buildSeconds\":%.3f,\"bytes\":%zu}\n", since(began),
        index->bytes());
    std::vector<Query> asked = queries(work + "/queries.jsonl");
    std::vector<std::vector<double>> times(asked.size());
    std::vector<Answer> answers(asked.size());
    for (int round = 0; round <= rounds; round++) {
        for (size_t n = 0; n < asked.size(); n++) {
            auto start = Clock::now();
            Answer a = index->answer(asked[n]);
            double took = since(start) * 1e3;
            // The first round warms up.
            if (round > 0) times[n].push_back(took);
            answers[n] = std::move(a);
        }
    }
    for (size_t n = 0; n < asked.size(); n++) {
        std::printf("{\"variant\":\"full request\",\"query\":%zu,\"ms\":[", n);
        for (size_t i = 0; i < times[n].size(); i++) std::printf("%s%.6f", i ? "," : "", times[n][i]);
        std::printf("],\"total\":%u,\"hits\":[", answers[n].total);
        for (size_t i = 0; i < answers[n].hits.size(); i++) {
            std::printf("%s\"%s\"", i ? "," : "", index->id(answers[n].hits[i].document).c_str());
        }
        std::printf("],\"scores\":[");
        for (size_t i = 0; i < answers[n].hits.size(); i++) {
            std::printf("%s%.0f", i ? "," : "", double(answers[n].hits[i].score));
        }
        std::printf("]}\n");
    }
    std::map<std::string, u32> having;
    for (const Query& q : asked) {
        for (const auto* texts : {&q.words, &q.phrase}) for (const auto& w : *texts) having[w] = index->having(w);
    }
    for (const auto& [word, people] : having) std::printf("{\"word\":\"%s\",\"profiles\":%u}\n", word.c_str(), people);
}
