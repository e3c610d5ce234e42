import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.Version;

/** Lucene at the benchmark's work: reads profiles and queries, prints each query's times and answer as JSON lines. */
public class LucenePeer {
    private static final String[] FIELDS = {"occupations", "skills", "jobTitles", "texts"};
    private static final float[] WEIGHTS = {4f, 2.5f, 1.5f, 0.6f};
    private static final String[] FACETS = {"municipality", "targetGroups", "occupations"};
    private static final int WARM_UPS = 3;
    private static final int MOST_VALUES = 2_000;

    private final Analyzer analyzer = new DutchAnalyzer();
    private final FacetsConfig facets = new FacetsConfig();
    private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws IOException {
        new LucenePeer().run(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    }

    private LucenePeer() {
        facets.setMultiValued("targetGroups", true);
        facets.setMultiValued("occupations", true);
    }

    private void run(Path work, int rounds) throws IOException {
        Path folder = work.resolve("lucene");
        Path built = folder.resolve("built");
        String size = Long.toString(Files.size(work.resolve("profiles.jsonl")));
        String[] standing = Files.exists(built) ? Files.readString(built).split(" ") : new String[] {""};
        if (!standing[0].equals(size)) {
            long began = System.nanoTime();
            build(work.resolve("profiles.jsonl"), folder.resolve("index"));
            standing = new String[] {size, Double.toString((System.nanoTime() - began) / 1e9)};
            Files.writeString(built, size + " " + standing[1]);
        }
        List<Map<String, Object>> lines = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(work.resolve("queries.jsonl"))) {
            for (String line; (line = reader.readLine()) != null; ) lines.add(new Json(line).object());
        }
        try (DirectoryReader reader = DirectoryReader.open(new MMapDirectory(folder.resolve("index")))) {
            out.printf("{\"peer\":\"Lucene %s\",\"buildSeconds\":%s,\"bytes\":%d}%n",
                Version.LATEST, standing[1], bytes(folder.resolve("index")));
            Searching searching = new Searching(reader);
            searching.measure(lines, rounds, false, "without snippets");
            searching.measure(lines, rounds, true, "full request");
        }
        out.flush();
    }

    private static long bytes(Path folder) throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) sum += Files.size(file);
        }
        return sum;
    }

    private void build(Path profiles, Path folder) throws IOException {
        FieldType highlighted = new FieldType(TextField.TYPE_STORED);
        highlighted.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
        highlighted.freeze();
        IndexWriterConfig config = new IndexWriterConfig(analyzer).setRAMBufferSizeMB(512)
            .setOpenMode(IndexWriterConfig.OpenMode.CREATE);
        try (IndexWriter writer = new IndexWriter(new MMapDirectory(folder), config);
            BufferedReader reader = Files.newBufferedReader(profiles)) {
            for (String line; (line = reader.readLine()) != null; ) {
                writer.addDocument(facets.build(document(new Json(line).object(), highlighted)));
            }
            writer.forceMerge(1);
        }
    }

    private static Document document(Map<String, Object> profile, FieldType highlighted) {
        Document document = new Document();
        document.add(new StoredField("id", (String) profile.get("id")));
        for (String field : FIELDS) {
            for (String text : strings(profile, field)) {
                document.add(field.equals("texts")
                    ? new Field(field, text, highlighted) : new TextField(field, text, Field.Store.NO));
            }
        }
        for (String field : new String[] {"municipality", "education"}) {
            document.add(new StringField("=" + field, (String) profile.get(field), Field.Store.NO));
        }
        for (String field : new String[] {"targetGroups", "licences"}) {
            for (String value : strings(profile, field)) {
                document.add(new StringField("=" + field, value, Field.Store.NO));
            }
        }
        List<?> hours = (List<?>) profile.get("hours");
        document.add(new IntPoint("least", ((Number) hours.get(0)).intValue()));
        document.add(new IntPoint("most", ((Number) hours.get(1)).intValue()));
        document.add(new SortedSetDocValuesFacetField("municipality", (String) profile.get("municipality")));
        for (String value : strings(profile, "targetGroups")) {
            document.add(new SortedSetDocValuesFacetField("targetGroups", value));
        }
        strings(profile, "occupations").stream().distinct()
            .forEach(value -> document.add(new SortedSetDocValuesFacetField("occupations", value)));
        return document;
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(Map<String, Object> object, String key) {
        Object value = object.get(key);
        return value == null ? List.of() : (List<String>) value;
    }

    /** One open index, asked by one thread. */
    private final class Searching {
        private final IndexSearcher searcher;
        private final DefaultSortedSetDocValuesReaderState state;
        private final UnifiedHighlighter highlighter;
        /** Keeps what was made from being left out by the compiler. */
        private long made;

        Searching(DirectoryReader reader) throws IOException {
            searcher = new IndexSearcher(reader);
            state = new DefaultSortedSetDocValuesReaderState(reader);
            highlighter = new UnifiedHighlighter(searcher, analyzer);
        }

        void measure(List<Map<String, Object>> lines, int rounds, boolean snippets, String variant)
            throws IOException {
            for (int round = 0; round < WARM_UPS; round++) {
                for (Map<String, Object> line : lines) answer(line, snippets);
            }
            double[][] times = new double[lines.size()][rounds];
            for (int round = 0; round < rounds; round++) {
                for (int number = 0; number < times.length; number++) {
                    long began = System.nanoTime();
                    answer(lines.get(number), snippets);
                    times[number][round] = (System.nanoTime() - began) / 1e6;
                }
            }
            for (int number = 0; number < times.length; number++) {
                List<String> hits = new ArrayList<>();
                long total = print(answer(lines.get(number), snippets), hits);
                out.printf("{\"variant\":\"%s\",\"query\":%d,\"ms\":%s,\"total\":%d,\"hits\":[%s]}%n",
                    variant, number, java.util.Arrays.toString(times[number]), total, String.join(",", hits));
            }
            if (made == 42) System.err.println("made 42");
        }

        private long print(TopDocs found, List<String> hits) throws IOException {
            for (var hit : found.scoreDocs) hits.add('"' + searcher.doc(hit.doc).get("id") + '"');
            return found.totalHits.value;
        }

        /** The best twenty, the exact count, every value of three facets, and snippets if asked. */
        private TopDocs answer(Map<String, Object> line, boolean snippets) throws IOException {
            Query query = query(line);
            TopScoreDocCollector best = TopScoreDocCollector.create(20, Integer.MAX_VALUE);
            FacetsCollector counted = new FacetsCollector();
            searcher.search(query, MultiCollector.wrap(best, counted));
            TopDocs found = best.topDocs();
            SortedSetDocValuesFacetCounts counts = new SortedSetDocValuesFacetCounts(state, counted);
            for (String facet : FACETS) {
                FacetResult result = counts.getTopChildren(MOST_VALUES, facet);
                if (result != null) made += result.labelValues.length;
            }
            if (snippets && found.scoreDocs.length > 0) {
                for (String snippet : highlighter.highlight("texts", query, found, 1)) {
                    made += snippet == null ? 0 : snippet.length();
                }
            }
            return found;
        }

        private Query query(Map<String, Object> line) throws IOException {
            BooleanQuery.Builder text = new BooleanQuery.Builder();
            int clauses = 0;
            for (String word : strings(line, "words")) {
                for (String term : terms(word)) {
                    for (int field = 0; field < FIELDS.length; field++) {
                        Query one = new TermQuery(new Term(FIELDS[field], term));
                        text.add(new BoostQuery(one, WEIGHTS[field]), Occur.SHOULD);
                        clauses++;
                    }
                }
            }
            List<String> phrase = strings(line, "phrase");
            if (!phrase.isEmpty()) {
                for (int field = 0; field < FIELDS.length; field++) {
                    Query one = phrase(FIELDS[field], String.join(" ", phrase));
                    text.add(new BoostQuery(one, WEIGHTS[field]), Occur.SHOULD);
                    clauses++;
                }
            }
            if (line.get("prefix") != null) {
                for (int field = 0; field < FIELDS.length; field++) {
                    Query one = new PrefixQuery(new Term(FIELDS[field], (String) line.get("prefix")));
                    text.add(new BoostQuery(one, WEIGHTS[field]), Occur.SHOULD);
                    clauses++;
                }
            }
            boolean browses = ((String) line.get("text")).isEmpty();
            Query matched = browses ? new MatchAllDocsQuery() : clauses > 0 ? text.build() : new MatchNoDocsQuery();
            return filtered(matched, line);
        }

        private Query filtered(Query matched, Map<String, Object> line) {
            BooleanQuery.Builder all = new BooleanQuery.Builder().add(matched, Occur.MUST);
            int filters = 0;
            String[][] names = {
                {"municipalities", "=municipality"}, {"targetGroups", "=targetGroups"}, {"education", "=education"},
                {"licences", "=licences"}};
            for (String[] name : names) {
                List<String> values = strings(line, name[0]);
                if (values.isEmpty()) continue;
                List<BytesRef> terms = new ArrayList<>();
                for (String value : values) terms.add(new BytesRef(value));
                all.add(new TermInSetQuery(name[1], terms), Occur.FILTER);
                filters++;
            }
            List<?> hours = (List<?>) line.get("hours");
            if (!hours.isEmpty()) {
                int least = ((Number) hours.get(0)).intValue();
                int most = ((Number) hours.get(1)).intValue();
                all.add(IntPoint.newRangeQuery("least", Integer.MIN_VALUE, most), Occur.FILTER);
                all.add(IntPoint.newRangeQuery("most", least, Integer.MAX_VALUE), Occur.FILTER);
                filters++;
            }
            return filters > 0 ? all.build() : matched;
        }

        private List<String> terms(String text) throws IOException {
            List<String> terms = new ArrayList<>();
            try (TokenStream stream = analyzer.tokenStream("texts", text)) {
                CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
                stream.reset();
                while (stream.incrementToken()) terms.add(term.toString());
                stream.end();
            }
            return terms;
        }

        /** As the query parser makes it, with the gaps that stop words leave. */
        private Query phrase(String field, String text) throws IOException {
            Query query = new org.apache.lucene.util.QueryBuilder(analyzer).createPhraseQuery(field, text);
            return query == null ? new MatchNoDocsQuery() : query;
        }
    }

    /** As much of JSON as the files have. */
    private static final class Json {
        private final String text;
        private int at;

        Json(String text) { this.text = text; }

        Map<String, Object> object() {
            Map<String, Object> object = new LinkedHashMap<>();
            at++;
            while (text.charAt(at) != '}') {
                if (text.charAt(at) == ',') at++;
                String key = string();
                at++;
                object.put(key, value());
            }
            at++;
            return object;
        }

        private Object value() {
            switch (text.charAt(at)) {
                case '{': return object();
                case '[': return array();
                case '"': return string();
                default:
                    int from = at;
                    while (",]}".indexOf(text.charAt(at)) < 0) at++;
                    String word = text.substring(from, at);
                    return word.equals("null") ? null : word.length() > 3 && word.endsWith("e") ? word
                        : Double.valueOf(word);
            }
        }

        private List<Object> array() {
            List<Object> array = new ArrayList<>();
            at++;
            while (text.charAt(at) != ']') {
                if (text.charAt(at) == ',') at++;
                array.add(value());
            }
            at++;
            return array;
        }

        private String string() {
            StringBuilder string = new StringBuilder();
            for (at++; text.charAt(at) != '"'; at++) {
                char letter = text.charAt(at);
                if (letter != '\\') {
                    string.append(letter);
                    continue;
                }
                letter = text.charAt(++at);
                switch (letter) {
                    case 'n': string.append('\n'); break;
                    case 't': string.append('\t'); break;
                    case 'r': string.append('\r'); break;
                    case 'b': string.append('\b'); break;
                    case 'f': string.append('\f'); break;
                    case 'u':
                        string.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                        at += 4;
                        break;
                    default: string.append(letter);
                }
            }
            at++;
            return string.toString();
        }
    }
}
