"""SQLite FTS5 at the benchmark's work, in plain SQL: prints each query's times and answer as JSON lines.

The match runs once a request, into a temporary table, from which the count, the facets and the best twenty come:
`rowid IN (subquery)` would run it again for each row, and `ORDER BY rank` is slower than `bm25()`. With no rounds only
the database is made, for the collector, and how long that took is printed.
"""

import json
import os
import sqlite3
import sys
import time
import unicodedata

GROUPS = {"baanafspraak": 1, "praktijkroute": 2, "bbl": 4}
WEIGHTS = "bm25(words, 4.0, 2.5, 1.5, 0.6)"
SCHEMA = """
    CREATE TABLE person (number INTEGER PRIMARY KEY, id TEXT NOT NULL, municipality INTEGER NOT NULL,
        education TEXT NOT NULL, least INTEGER NOT NULL, most INTEGER NOT NULL, groups INTEGER NOT NULL,
        licences INTEGER NOT NULL);
    CREATE TABLE name (value INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE person_group (number INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (number, value))
        WITHOUT ROWID;
    CREATE TABLE person_occupation (number INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (number, value))
        WITHOUT ROWID;
    CREATE VIRTUAL TABLE words USING fts5(occupations, skills, jobTitles, texts,
        tokenize = "unicode61 remove_diacritics 2");
"""


def bits(values, known):
    """`values` as a number; a value that is new gets the next bit of `known`."""
    return sum(known.setdefault(value, 1 << len(known)) for value in set(values))


def value(name, names):
    """The number of `name`, so that facets group by numbers."""
    return names.setdefault(name, len(names) + 1)


def build(work, path):
    """Fills a new database; how many seconds it took."""
    began = time.perf_counter()
    for ending in ("", "-wal", "-shm", "-journal"):
        if os.path.exists(path + ending):
            os.remove(path + ending)
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;")
    database.executescript(SCHEMA)
    database.execute("BEGIN")
    known, names = {}, {}
    with open(work + "/profiles.jsonl", encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            one = json.loads(line)
            database.execute(
                "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (number, one["id"], value(one["municipality"], names), one["education"], *one["hours"],
                 bits(one["targetGroups"], GROUPS), bits(one["licences"], known)))
            for table, values in (("person_group", one["targetGroups"]), ("person_occupation", one["occupations"])):
                rows = [(number, value(name, names)) for name in sorted(set(values))]
                database.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)
            database.execute(
                "INSERT INTO words (rowid, occupations, skills, jobTitles, texts) VALUES (?, ?, ?, ?, ?)",
                (number, *("\n".join(one[field]) for field in ("occupations", "skills", "jobTitles", "texts"))))
    database.executemany("INSERT INTO name VALUES (?, ?)", [(number, name) for name, number in names.items()])
    database.execute("CREATE TABLE licence (value TEXT PRIMARY KEY, bit INTEGER NOT NULL)")
    database.executemany("INSERT INTO licence VALUES (?, ?)", list(known.items()))
    database.execute("COMMIT")
    database.execute("INSERT INTO words (words) VALUES ('optimize')")
    database.execute("ANALYZE")
    database.close()
    return time.perf_counter() - began


def expression(query):
    """The query in FTS5's own syntax; empty when it has no text."""
    parts = ['"' + word + '"' for word in query["words"]]
    if query["phrase"]:
        parts.append('"' + " ".join(query["phrase"]) + '"')
    if query.get("prefix"):
        parts.append('"' + query["prefix"] + '" *')
    return " OR ".join(parts)


def conditions(query, licences):
    """What the filters ask of `person`, and the values for it."""
    asked, values = [], []
    for column, key in (("municipality", "municipalities"), ("education", "education")):
        if query[key]:
            places = ", ".join("?" * len(query[key]))
            inside = f"(SELECT value FROM name WHERE name IN ({places}))" if column == "municipality" else f"({places})"
            asked.append(f"{column} IN {inside}")
            values += query[key]
    for column, key, known in (("groups", "targetGroups", GROUPS), ("licences", "licences", licences)):
        if query[key]:
            asked.append(f"{column} & ? != 0")
            values.append(sum(known.get(value, 0) for value in query[key]))
    if query["hours"]:
        asked.append("least <= ? AND most >= ?")
        values += [query["hours"][1], query["hours"][0]]
    return asked, values


def answer(database, query, licences):
    """The full request; count, and ids with their scores."""
    text = expression(query)
    asked, values = conditions(query, licences)
    run = database.execute
    run("DELETE FROM hit")
    if text:
        where = " AND ".join(["words MATCH ?"] + asked)
        run(f"INSERT INTO hit SELECT person.number, municipality, {WEIGHTS} FROM words "
            f"CROSS JOIN person ON person.number = words.rowid WHERE {where}", [text] + values)
    else:
        where = "WHERE " + " AND ".join(asked) if asked else ""
        run(f"INSERT INTO hit SELECT number, municipality, 0 FROM person {where}", values)
    total = run("SELECT count(*) FROM hit").fetchone()[0]
    facets = ["SELECT municipality AS value, count(*) AS count FROM hit GROUP BY municipality"]
    facets += [f"SELECT value, count(*) AS count FROM hit CROSS JOIN {table} USING (number) GROUP BY value"
               for table in ("person_group", "person_occupation")]
    for facet in facets:
        run(f"SELECT name, count FROM ({facet}) CROSS JOIN name USING (value)").fetchall()
    best = run("SELECT number, id, score FROM (SELECT number, score FROM hit ORDER BY score, number LIMIT 20) "
               "CROSS JOIN person USING (number)").fetchall()
    for number, _, _ in best:
        if text:
            run("SELECT snippet(words, 3, '<', '>', '...', 24) FROM words WHERE words MATCH ? AND rowid = ?",
                (text, number)).fetchall()
        else:
            run("SELECT substr(texts, 1, 160) FROM words WHERE rowid = ?", (number,)).fetchall()
    return total, [(id, -score) for _, id, score in best]


def measure(database, queries, rounds, licences):
    times = [[] for _ in queries]
    for turn in range(rounds + 1):
        for number, query in enumerate(queries):
            began = time.perf_counter_ns()
            found = answer(database, query, licences)
            took = time.perf_counter_ns() - began
            # The first round warms up.
            if turn > 0:
                times[number].append(took / 1e6)
            if turn == rounds:
                queries[number]["found"] = found
    for number, query in enumerate(queries):
        total, hits = query["found"]
        print(json.dumps({"variant": "plain SQL, full request", "query": number, "ms": times[number], "total": total,
                          "hits": [id for id, _ in hits], "scores": [round(score, 6) for _, score in hits]}))


def plain(word):
    """`word` as unicode61 folds it."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def main():
    work, rounds = sys.argv[1], int(sys.argv[2])
    folder = work + "/fts5"
    os.makedirs(folder, exist_ok=True)
    path, note = folder + "/people.db", folder + "/built"
    size = os.path.getsize(work + "/profiles.jsonl")
    standing = open(note).read().split() if os.path.exists(note) else [""]
    if standing[0] != str(size):
        standing = [str(size), str(build(work, path))]
        with open(note, "w") as file:
            file.write(" ".join(standing))
    if rounds == 0:
        print(standing[1])
        return
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript(
        "PRAGMA cache_size = -1000000; PRAGMA mmap_size = 4000000000; PRAGMA temp_store = MEMORY; "
        "CREATE TEMP TABLE hit (number INTEGER PRIMARY KEY, municipality INTEGER NOT NULL, score REAL NOT NULL);"
        "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words, row);")
    queries = [json.loads(line) for line in open(work + "/queries.jsonl", encoding="utf-8")]
    licences = dict(database.execute("SELECT value, bit FROM licence"))
    print(json.dumps({"peer": f"SQLite FTS5 {sqlite3.sqlite_version}", "buildSeconds": float(standing[1]),
                      "bytes": os.path.getsize(path)}))
    measure(database, queries, rounds, licences)
    for word in sorted({word for query in queries for word in query["words"] + query["phrase"]}):
        row = database.execute("SELECT doc FROM temp.vocabulary WHERE term = ?", (plain(word),)).fetchone()
        print(json.dumps({"word": word, "profiles": row[0] if row else 0}))


main()
