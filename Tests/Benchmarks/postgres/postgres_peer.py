"""PostgreSQL at the benchmark's work: prints each query's times and answer as JSON lines.

Speaks through psql, whose `\\timing` is what is counted: the statement's way to the server and back. A request is one
statement: the match is materialised once, and count, facets, the best twenty and their headlines come from it.
"""

import json
import os
import re
import subprocess
import sys
import time

GROUPS = ["baanafspraak", "praktijkroute", "bbl"]
SCHEMA = """
    DROP TABLE IF EXISTS person, name;
    CREATE UNLOGGED TABLE name (value int PRIMARY KEY, name text NOT NULL);
    CREATE UNLOGGED TABLE person (number int PRIMARY KEY, id text NOT NULL, municipality int NOT NULL,
        education text NOT NULL, least int NOT NULL, most int NOT NULL, groups int[] NOT NULL, licences text[] NOT NULL,
        occupations int[] NOT NULL, a text NOT NULL, b text NOT NULL, c text NOT NULL, d text NOT NULL,
        words tsvector);
"""
INDEXES = """
    UPDATE person SET words = setweight(to_tsvector('dutch', a), 'A') || setweight(to_tsvector('dutch', b), 'B')
        || setweight(to_tsvector('dutch', c), 'C') || setweight(to_tsvector('dutch', d), 'D');
    VACUUM FULL person;
    CREATE INDEX ON person USING gin (words) WITH (fastupdate = off);
    CREATE INDEX ON person (municipality);
    VACUUM ANALYZE person;
    VACUUM ANALYZE name;
"""
WEIGHTS = "'{0.15, 0.375, 0.625, 1.0}'"


def psql(script, **options):
    return subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", script], check=True, **options)


def written(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, 0o644)
    return path


def cell(value):
    if isinstance(value, list):
        inside = ('"' + str(one).replace("\\", "\\\\").replace('"', '\\"') + '"' for one in value)
        value = "{" + ",".join(inside) + "}"
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def build(work, folder):
    """Fills the database anew; how many seconds it took."""
    names = {}

    def value(name):
        return names.setdefault(name, len(names) + 1)

    for group in GROUPS:
        value(group)
    began = time.perf_counter()
    with open(folder + "/person.tsv", "w", encoding="utf-8") as rows:
        for number, line in enumerate(open(work + "/profiles.jsonl", encoding="utf-8"), 1):
            one = json.loads(line)
            cells = [number, one["id"], value(one["municipality"]), one["education"], *one["hours"],
                     [value(name) for name in one["targetGroups"]], one["licences"],
                     [value(name) for name in sorted(set(one["occupations"]))]]
            cells += ["\n".join(one[field]) for field in ("occupations", "skills", "jobTitles", "texts")]
            rows.write("\t".join(map(cell, cells)) + "\n")
    with open(folder + "/name.tsv", "w", encoding="utf-8") as rows:
        rows.writelines(f"{number}\t{cell(name)}\n" for name, number in names.items())
    columns = "number, id, municipality, education, least, most, groups, licences, occupations, a, b, c, d"
    psql(written(folder + "/build.sql", SCHEMA + f"\\copy person ({columns}) from '{folder}/person.tsv'\n"
                 f"\\copy name from '{folder}/name.tsv'\n" + INDEXES))
    os.remove(folder + "/person.tsv")
    return time.perf_counter() - began, names


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def expression(query):
    """The query as a tsquery; empty when it has no text."""
    parts = []
    if query["words"]:
        words = " | ".join("'" + word.replace("'", "''") + "'" for word in query["words"])
        parts.append(f"to_tsquery('dutch', {quoted(words)})")
    if query["phrase"]:
        parts.append(f"phraseto_tsquery('dutch', {quoted(' '.join(query['phrase']))})")
    if query.get("prefix"):
        parts.append(f"to_tsquery('simple', {quoted(query['prefix'] + ':*')})")
    return " || ".join(parts)


def array(values, kind):
    return "ARRAY[" + ", ".join(quoted(one) if kind == "text" else str(one) for one in values) + f"]::{kind}[]"


def facet(kind, value):
    counts = f"SELECT {value} AS value, count(*) AS n FROM hit GROUP BY 1"
    return f"UNION ALL SELECT '{kind}', name, n::text FROM ({counts}) f JOIN name USING (value) "


def statement(query, names):
    """The full request as one statement of rows (kind, name, number or text)."""
    text = expression(query)
    asked = [f"words @@ {text}"] if text else []
    if query["municipalities"]:
        known = [names.get(one, 0) for one in query["municipalities"]]
        asked.append(f"municipality = ANY ({array(known, 'int')})")
    if query["education"]:
        asked.append(f"education = ANY ({array(query['education'], 'text')})")
    if query["targetGroups"]:
        asked.append(f"groups && {array([names[one] for one in query['targetGroups']], 'int')}")
    if query["licences"]:
        asked.append(f"licences && {array(query['licences'], 'text')}")
    if query["hours"]:
        asked.append(f"least <= {query['hours'][1]} AND most >= {query['hours'][0]}")
    score = f"ts_rank({WEIGHTS}, words, {text}, 1)" if text else "0::float4"
    where = "WHERE " + " AND ".join(asked) if asked else ""
    shown = "left(d, 160)"
    if text:
        shown = f"ts_headline('dutch', d, {text}, 'MaxWords=24, MinWords=12')"
    return (
        f"WITH hit AS MATERIALIZED (SELECT number, municipality, groups, occupations, {score} AS score "
        f"FROM person {where}), "
        "best AS MATERIALIZED (SELECT number FROM hit ORDER BY score DESC, number LIMIT 20) "
        "SELECT 'total', '', count(*)::text FROM hit "
        + facet("m", "municipality") + facet("g", "unnest(groups)") + facet("o", "unnest(occupations)") +
        f"UNION ALL SELECT 'hit', id, {shown} FROM best JOIN person USING (number);")


def timed(folder, statements, answers):
    """Milliseconds of each statement; what they found goes to the file `answers`."""
    lines = ["\\timing on", "\\pset format unaligned", "\\pset tuples_only on", f"\\o {answers}"]
    for number, text in enumerate(statements):
        lines += [f"\\qecho query {number}", text]
    script = written(folder + "/queries.sql", "\n".join(lines) + "\n")
    said = psql(script, stdout=subprocess.PIPE, encoding="utf-8").stdout
    times = [float(found) for found in re.findall(r"^Time: ([0-9.]+) ms", said, re.M)]
    if len(times) != len(statements):
        raise SystemExit(f"psql timed {len(times)} of {len(statements)} statements")
    return times


def answered(path, count):
    totals, hits, number = [0] * count, [[] for _ in range(count)], -1
    for line in open(path, encoding="utf-8"):
        if line.startswith("query "):
            number = int(line.split()[1])
        elif line.startswith("total|"):
            totals[number] = int(line.split("|")[2])
        elif line.startswith("hit|"):
            hits[number].append(line.split("|")[1])
    return totals, hits


def main():
    work, rounds = sys.argv[1], int(sys.argv[2])
    folder = work + "/postgres"
    note = folder + "/built"
    size = os.path.getsize(work + "/profiles.jsonl")
    standing = json.load(open(note)) if os.path.exists(note) else {}
    if standing.get("size") != size:
        seconds, names = build(work, folder)
        standing = {"size": size, "seconds": seconds, "names": names}
        written(note, json.dumps(standing))
    queries = [json.loads(line) for line in open(work + "/queries.jsonl", encoding="utf-8")]
    said = subprocess.run(
        ["psql", "-X", "-A", "-t", "-c", "SELECT current_setting('server_version'), pg_total_relation_size('person')"],
        check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout.strip().split("|")
    print(json.dumps({"peer": "PostgreSQL " + said[0].split()[0], "buildSeconds": standing["seconds"],
                      "bytes": int(said[1])}))
    statements = [statement(query, standing["names"]) for query in queries]
    answers = folder + "/answers.txt"
    # The first pass warms up.
    passes = [timed(folder, statements, answers) for _ in range(rounds + 1)][1:]
    totals, hits = answered(answers, len(queries))
    for number in range(len(queries)):
        print(json.dumps({"variant": "full request", "query": number, "ms": [one[number] for one in passes],
                          "total": totals[number], "hits": hits[number]}))


main()
