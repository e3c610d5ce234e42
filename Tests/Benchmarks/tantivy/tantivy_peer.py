"""tantivy at the benchmark's work, through its Python package: prints each query's times and answer as JSON lines.

The package has no collector that counts facets beside the best twenty, so the query runs twice: `search` for the best
and the count, `aggregate` for the three facets.
"""

import json
import os
import shutil
import sys
import time

import tantivy
from tantivy import FieldType, Filter, Occur, Query

FIELDS = {"occupations": 4.0, "skills": 2.5, "jobTitles": 1.5, "texts": 0.6}
NAMES = ("municipality", "education", "targetGroups", "licences", "occupationNames")
COUNTED = ("municipality", "targetGroups", "occupationNames")
FACETS = {name: {"terms": {"field": name, "size": 2000}} for name in COUNTED}


def dutch():
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return builder.filter(Filter.lowercase()).filter(Filter.ascii_fold()).filter(Filter.stemmer("dutch")).build()


def schema():
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, stored=field == "texts", tokenizer_name="dutch", index_option="position")
    for field in NAMES:
        builder.add_text_field(field, fast=True, tokenizer_name="raw", index_option="basic")
    for field in ("least", "most"):
        builder.add_integer_field(field, indexed=True, fast=True)
    return builder.build()


def build(work, folder):
    """Writes a new index of one segment; how many seconds it took."""
    began = time.perf_counter()
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    index = tantivy.Index(schema(), path=folder)
    index.register_tokenizer("dutch", dutch())
    writer = index.writer(heap_size=1_000_000_000, num_threads=1)
    for line in open(work + "/profiles.jsonl", encoding="utf-8"):
        one = json.loads(line)
        writer.add_document(tantivy.Document(
            id=one["id"], municipality=one["municipality"], education=one["education"],
            targetGroups=one["targetGroups"], licences=one["licences"],
            occupationNames=sorted(set(one["occupations"])), least=one["hours"][0], most=one["hours"][1],
            **{field: one[field] for field in FIELDS}))
    writer.commit()
    writer.wait_merging_threads()
    return time.perf_counter() - began


class Searching:
    def __init__(self, folder):
        self.schema = schema()
        self.analyzer = dutch()
        self.index = tantivy.Index.open(folder)
        self.index.register_tokenizer("dutch", self.analyzer)
        self.searcher = self.index.searcher()

    def over_fields(self, make):
        return [(Occur.Should, Query.boost_query(make(field), weight)) for field, weight in FIELDS.items()]

    def query(self, asked):
        parts = []
        for word in asked["words"]:
            for term in self.analyzer.analyze(word):
                parts += self.over_fields(lambda field: Query.term_query(self.schema, field, term, "freq"))
        if asked["phrase"]:
            terms = [term for word in asked["phrase"] for term in self.analyzer.analyze(word)]
            if len(terms) > 1:
                parts += self.over_fields(lambda field: Query.phrase_query(self.schema, field, terms))
            elif terms:
                parts += self.over_fields(lambda field: Query.term_query(self.schema, field, terms[0], "freq"))
        if asked.get("prefix"):
            pattern = asked["prefix"] + ".*"
            parts += self.over_fields(lambda field: Query.regex_query(self.schema, field, pattern))
        matched = Query.all_query() if not asked["text"] else Query.boolean_query(parts)
        filters = [
            (Occur.Must, Query.const_score_query(Query.term_set_query(self.schema, field, asked[key]), 0.0))
            for field, key in (("municipality", "municipalities"), ("education", "education"),
                               ("targetGroups", "targetGroups"), ("licences", "licences")) if asked[key]]
        if asked["hours"]:
            least, most = asked["hours"]
            for field, lower, upper in (("least", 0, most), ("most", least, 60)):
                inside = Query.range_query(self.schema, field, FieldType.Integer, lower, upper)
                filters.append((Occur.Must, Query.const_score_query(inside, 0.0)))
        return Query.boolean_query([(Occur.Must, matched)] + filters) if filters else matched

    def answer(self, asked, snippets):
        """Count and addresses of the best twenty."""
        query = self.query(asked)
        found = self.searcher.search(query, limit=20, count=True)
        self.searcher.aggregate(query, FACETS)
        if snippets and asked["text"]:
            generator = tantivy.SnippetGenerator.create(self.searcher, query, self.schema, "texts")
            for _, address in found.hits:
                generator.snippet_from_doc(self.searcher.doc(address)).to_html()
        return found

    def measure(self, queries, rounds, snippets, variant):
        for asked in queries:
            self.answer(asked, snippets)
        times = [[] for _ in queries]
        for _ in range(rounds):
            for number, asked in enumerate(queries):
                began = time.perf_counter_ns()
                self.answer(asked, snippets)
                times[number].append((time.perf_counter_ns() - began) / 1e6)
        for number, asked in enumerate(queries):
            found = self.answer(asked, False)
            hits = [self.searcher.doc(address)["id"][0] for _, address in found.hits]
            print(json.dumps({"variant": variant, "query": number, "ms": times[number], "total": found.count,
                              "hits": hits}))


def main():
    work, rounds = sys.argv[1], int(sys.argv[2])
    folder, note = work + "/tantivy/index", work + "/tantivy/built"
    size = os.path.getsize(work + "/profiles.jsonl")
    standing = open(note).read().split() if os.path.exists(note) else [""]
    if standing[0] != str(size):
        standing = [str(size), str(build(work, folder))]
        with open(note, "w") as file:
            file.write(" ".join(standing))
    searching = Searching(folder)
    queries = [json.loads(line) for line in open(work + "/queries.jsonl", encoding="utf-8")]
    print(json.dumps({
        "peer": "tantivy " + tantivy.__version__.split(",")[0].removeprefix("tantivy v"),
        "buildSeconds": float(standing[1]),
        "bytes": sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder))}))
    searching.measure(queries, rounds, False, "without snippets")
    searching.measure(queries, rounds, True, "full request")


main()
