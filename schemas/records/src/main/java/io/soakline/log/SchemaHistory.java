package io.soakline.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/** The schemas of released versions, kept as resources and parsed once. */
final class SchemaHistory {

    private static final Map<String, List<Schema>> READ = new ConcurrentHashMap<>();

    private SchemaHistory() {}

    /** Oldest first. */
    static List<Schema> of(String recordName) {
        return READ.computeIfAbsent(recordName, SchemaHistory::read);
    }

    private static List<Schema> read(String recordName) {
        List<Schema> found = new ArrayList<>();
        while (true) {
            String resource = "/io/soakline/record/history/" + recordName + ".v" + (found.size() + 1) + ".avsc";
            try (InputStream in = SchemaHistory.class.getResourceAsStream(resource)) {
                if (in == null) {
                    return List.copyOf(found);
                }
                found.add(new Schema.Parser().parse(in));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + resource + " from the jar", e);
            }
        }
    }
}
