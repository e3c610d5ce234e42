// SQLite FTS5 with one pass over the matches: an auxiliary function is called for each, weighs it by bm25 as FTS5 does,
// looks the filters up in arrays, and counts. Snippets are made from the texts of the best twenty.
#include "../limit/json.h"
#include "../limit/text.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sqlite3.h>
#include <stdexcept>
#include <unordered_map>

using Clock = std::chrono::steady_clock;
using Object = std::map<std::string, Value>;

static const double WEIGHTS[] = {4.0, 2.5, 1.5, 0.6};
static const std::map<std::string, int> GROUPS = {{"baanafspraak", 1}, {"praktijkroute", 2}, {"bbl", 4}};
static constexpr size_t BEST = 20;

struct Person {
    std::string id, education;
    int municipality, least, most, groups, licences;
    std::vector<int> occupations;
};

struct Query {
    std::string expression, prefix;
    std::vector<std::string> words, phrase, education;
    std::vector<int> municipalities, hours;
    int groups = 0, licences = 0;
};

struct Hit { double score; int number; };

static bool before(const Hit& a, const Hit& b) {
    return a.score != b.score ? a.score > b.score : a.number < b.number;
}

class Collector {
public:
    explicit Collector(const std::string& path) {
        check(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr));
        run("PRAGMA cache_size = -1000000");
        run("PRAGMA mmap_size = 4000000000");
        people.emplace_back();
        rows("SELECT id, education, municipality, least, most, groups, licences FROM person ORDER BY number",
            [&](sqlite3_stmt* s) {
                auto text = [&](int c) { return reinterpret_cast<const char*>(sqlite3_column_text(s, c)); };
                auto number = [&](int c) { return sqlite3_column_int(s, c); };
                people.push_back({text(0), text(1), number(2), number(3), number(4), number(5), number(6), {}});
            });
        rows("SELECT number, value FROM person_occupation", [&](sqlite3_stmt* s) {
            people[size_t(sqlite3_column_int(s, 0))].occupations.push_back(sqlite3_column_int(s, 1));
        });
        names.emplace_back();
        rows("SELECT name FROM name ORDER BY value", [&](sqlite3_stmt* s) {
            names.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(s, 0)));
            numbers[names.back()] = int(names.size()) - 1;
        });
        rows("SELECT value, bit FROM licence", [&](sqlite3_stmt* s) {
            licences[reinterpret_cast<const char*>(sqlite3_column_text(s, 0))] = sqlite3_column_int(s, 1);
        });
        counts.assign(names.size(), 0);
        registerFunction();
        const char* every = "SELECT collect(words) FROM words WHERE words MATCH ?";
        check(sqlite3_prepare_v2(database, every, -1, &match, nullptr));
        check(sqlite3_prepare_v2(database, "SELECT texts FROM words WHERE rowid = ?", -1, &stored, nullptr));
    }

    Query query(Object& one) const {
        Query q;
        q.words = one["words"].list;
        q.phrase = one["phrase"].list;
        q.prefix = one["prefix"].text;
        std::vector<std::string> parts;
        for (const auto& w : q.words) parts.push_back('"' + w + '"');
        if (!q.phrase.empty()) {
            std::string text;
            for (const auto& w : q.phrase) text += (text.empty() ? "" : " ") + w;
            parts.push_back('"' + text + '"');
        }
        if (!q.prefix.empty()) parts.push_back('"' + q.prefix + "\" *");
        for (const auto& p : parts) q.expression += (q.expression.empty() ? "" : " OR ") + p;
        for (const auto& m : one["municipalities"].list) {
            auto f = numbers.find(m);
            q.municipalities.push_back(f == numbers.end() ? 0 : f->second);
        }
        q.education = one["education"].list;
        for (const auto& g : one["targetGroups"].list) q.groups |= GROUPS.at(g);
        for (const auto& l : one["licences"].list) {
            if (auto f = licences.find(l); f != licences.end()) q.licences |= f->second;
            else q.licences |= 1 << 30;
        }
        q.hours = one["hours"].numbers;
        return q;
    }

    /// The full request; what is made is counted, so that none of it is left out.
    void answer(const Query& q) {
        asked = &q;
        total = 0;
        best.clear();
        std::fill(counts.begin(), counts.end(), 0);
        std::fill(std::begin(groups), std::end(groups), 0);
        if (q.expression.empty()) {
            for (size_t n = 1; n < people.size(); n++) if (admits(people[n])) take(int(n), 0);
        } else {
            sqlite3_reset(match);
            sqlite3_bind_text(match, 1, q.expression.c_str(), -1, SQLITE_STATIC);
            int state;
            while ((state = sqlite3_step(match)) == SQLITE_ROW) {}
            if (state != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(database));
            sqlite3_reset(match);
        }
        std::sort(best.begin(), best.end(), before);
        std::vector<std::pair<std::string, int>> facets;
        for (size_t n = 1; n < counts.size(); n++) if (counts[n]) facets.emplace_back(names[n], counts[n]);
        for (const char* name : {"baanafspraak", "praktijkroute", "bbl"}) {
            int bit = GROUPS.at(name), sum = 0;
            for (int mask = 0; mask < 8; mask++) if (mask & bit) sum += groups[mask];
            if (sum) facets.emplace_back(name, sum);
        }
        made += facets.size();
        for (const Hit& hit : best) {
            sqlite3_reset(stored);
            sqlite3_bind_int(stored, 1, hit.number);
            if (sqlite3_step(stored) != SQLITE_ROW) continue;
            std::string text = reinterpret_cast<const char*>(sqlite3_column_text(stored, 0));
            std::vector<std::string> texts;
            for (size_t from = 0; from < text.size();) {
                size_t to = std::min(text.size(), text.find('\n', from));
                texts.push_back(text.substr(from, to - from));
                from = to + 1;
            }
            made += snippet(texts, q.words, q.phrase, q.prefix).size();
        }
    }

    std::vector<Person> people;
    std::vector<Hit> best;
    int total = 0;
    size_t made = 0;

private:
    /// What bm25 needs of a query: made at its first match.
    struct Weights {
        double average;
        std::vector<double> rarity;
    };

    void check(int state) const {
        if (state != SQLITE_OK) throw std::runtime_error(database ? sqlite3_errmsg(database) : "no database");
    }

    void run(const char* sql) { check(sqlite3_exec(database, sql, nullptr, nullptr, nullptr)); }

    template <class Body> void rows(const char* sql, Body body) {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(database, sql, -1, &statement, nullptr));
        while (sqlite3_step(statement) == SQLITE_ROW) body(statement);
        sqlite3_finalize(statement);
    }

    void registerFunction() {
        fts5_api* api = nullptr;
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nullptr));
        sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
        sqlite3_finalize(statement);
        if (!api) throw std::runtime_error("this SQLite has no FTS5");
        check(api->xCreateFunction(api, "collect", this, matched, nullptr));
    }

    static int counted(const Fts5ExtensionApi*, Fts5Context*, void* number) {
        ++*static_cast<sqlite3_int64*>(number);
        return SQLITE_OK;
    }

    static Weights* weights(const Fts5ExtensionApi* api, Fts5Context* fts) {
        if (auto* known = static_cast<Weights*>(api->xGetAuxdata(fts, 0))) return known;
        auto* made = new Weights;
        sqlite3_int64 all = 0, tokens = 0;
        api->xRowCount(fts, &all);
        api->xColumnTotalSize(fts, -1, &tokens);
        made->average = double(tokens) / double(all);
        for (int phrase = 0; phrase < api->xPhraseCount(fts); phrase++) {
            sqlite3_int64 having = 0;
            api->xQueryPhrase(fts, phrase, &having, counted);
            made->rarity.push_back(std::max(1e-6, std::log((double(all - having) + 0.5) / (double(having) + 0.5))));
        }
        api->xSetAuxdata(fts, made, [](void* old) { delete static_cast<Weights*>(old); });
        return made;
    }

    static void matched(
        const Fts5ExtensionApi* api, Fts5Context* fts, sqlite3_context* context, int, sqlite3_value**) {
        auto* self = static_cast<Collector*>(api->xUserData(fts));
        int number = int(api->xRowid(fts));
        if (self->admits(self->people[size_t(number)])) {
            const Weights* w = weights(api, fts);
            double often[16] = {};
            int instances = 0, size = 0;
            api->xInstCount(fts, &instances);
            for (int i = 0; i < instances; i++) {
                int phrase, column, offset;
                api->xInst(fts, i, &phrase, &column, &offset);
                often[phrase & 15] += WEIGHTS[column];
            }
            api->xColumnSize(fts, -1, &size);
            double score = 0;
            for (size_t p = 0; p < w->rarity.size(); p++) {
                score += w->rarity[p] * often[p] * 2.2 / (often[p] + 1.2 * (0.25 + 0.75 * size / w->average));
            }
            self->take(number, score);
        }
        sqlite3_result_null(context);
    }

    bool admits(const Person& p) const {
        const Query& q = *asked;
        auto has = [](const auto& all, const auto& one) { return std::find(all.begin(), all.end(), one) != all.end(); };
        if (!q.municipalities.empty() && !has(q.municipalities, p.municipality)) return false;
        if (q.groups && !(q.groups & p.groups)) return false;
        if (q.licences && !(q.licences & p.licences)) return false;
        if (!q.hours.empty() && (p.least > q.hours[1] || p.most < q.hours[0])) return false;
        return q.education.empty() || has(q.education, p.education);
    }

    void take(int number, double score) {
        const Person& p = people[size_t(number)];
        total++;
        counts[size_t(p.municipality)]++;
        groups[p.groups & 7]++;
        for (int o : p.occupations) counts[size_t(o)]++;
        if (best.size() == BEST && score <= best.front().score) return;
        if (best.size() == BEST) {
            std::pop_heap(best.begin(), best.end(), before);
            best.pop_back();
        }
        best.push_back({score, number});
        std::push_heap(best.begin(), best.end(), before);
    }

    sqlite3* database = nullptr;
    sqlite3_stmt* match = nullptr;
    sqlite3_stmt* stored = nullptr;
    std::vector<std::string> names;
    std::unordered_map<std::string, int> numbers, licences;
    std::vector<int> counts;
    int groups[8] = {};
    const Query* asked = nullptr;
};

int main(int, char** arguments) {
    const std::string work = arguments[1], path = work + "/fts5/people.db";
    const int rounds = std::max(1, std::atoi(arguments[2]));
    Collector collector(path);
    std::vector<Query> queries;
    std::ifstream file(work + "/queries.jsonl");
    for (std::string line; std::getline(file, line);) {
        Object one = JsonLine(line).object();
        queries.push_back(collector.query(one));
    }
    std::ifstream data(path, std::ios::ate | std::ios::binary);
    std::printf("{\"peer\":\"SQLite FTS5 %s with a collector\",\"buildSeconds\":%s,\"bytes\":%lld}\n",
        sqlite3_libversion(), arguments[3], static_cast<long long>(data.tellg()));
    std::vector<std::vector<double>> times(queries.size());
    for (int round = 0; round <= rounds; round++) {
        for (size_t n = 0; n < queries.size(); n++) {
            auto began = Clock::now();
            collector.answer(queries[n]);
            double took = std::chrono::duration<double>(Clock::now() - began).count() * 1e3;
            // The first round warms up.
            if (round > 0) times[n].push_back(took);
        }
    }
    for (size_t n = 0; n < queries.size(); n++) {
        collector.answer(queries[n]);
        std::printf("{\"variant\":\"full request\",\"query\":%zu,\"ms\":[", n);
        for (size_t i = 0; i < times[n].size(); i++) std::printf("%s%.6f", i ? "," : "", times[n][i]);
        std::printf("],\"total\":%d,\"hits\":[", collector.total);
        for (size_t i = 0; i < collector.best.size(); i++) {
            std::printf("%s\"%s\"", i ? "," : "", collector.people[size_t(collector.best[i].number)].id.c_str());
        }
        std::printf("],\"scores\":[");
        for (size_t i = 0; i < collector.best.size(); i++) {
            std::printf("%s%.6f", i ? "," : "", collector.best[i].score);
        }
        std::printf("]}\n");
    }
    if (collector.made == 0) std::fprintf(stderr, "nothing was made\n");
}
