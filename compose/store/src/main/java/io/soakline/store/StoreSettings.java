package io.soakline.store;

import java.util.HashMap;
import java.util.Map;

/** QuestDB's settings for a guest in somebody else's JVM: loopback only, silent, small. */
final class StoreSettings {

    static final String HOST = "127.0.0.1";

    private static final Map<String, String> CLOSED_DOORS = Map.of(
            // Each of these listens on every interface by default.
            "QDB_PG_ENABLED", "false",
            "QDB_LINE_TCP_ENABLED", "false",
            "QDB_HTTP_MIN_ENABLED", "false",
            "QDB_TELEMETRY_ENABLED", "false",
            "QDB_TELEMETRY_DISABLE_COMPLETELY", "true");

    /** A worker that finds nothing to do spins, then sleeps; these make it sleep soon, off the engine under test. */
    private static final Map<String, String> FEW_WORKERS = Map.of(
            "QDB_SHARED_NETWORK_WORKER_COUNT", "1",
            "QDB_SHARED_QUERY_WORKER_COUNT", "1",
            "QDB_SHARED_WRITE_WORKER_COUNT", "1",
            "QDB_SHARED_WORKER_YIELD_THRESHOLD", "1",
            "QDB_SHARED_WORKER_NAP_THRESHOLD", "2",
            "QDB_SHARED_WORKER_SLEEP_THRESHOLD", "3",
            "QDB_SHARED_WORKER_SLEEP_TIMEOUT", "20",
            "QDB_CAIRO_MAT_VIEW_ENABLED", "false");

    /** Files are mapped and grown by pages; the defaults of up to 16 MiB a column suit a server of its own. */
    private static final Map<String, String> SMALL_PAGES = Map.of(
            "QDB_CAIRO_WRITER_DATA_APPEND_PAGE_SIZE", "65536",
            "QDB_CAIRO_SYSTEM_WRITER_DATA_APPEND_PAGE_SIZE", "65536",
            "QDB_CAIRO_WAL_WRITER_DATA_APPEND_PAGE_SIZE", "65536",
            "QDB_CAIRO_SYSTEM_WAL_WRITER_DATA_APPEND_PAGE_SIZE", "65536",
            "QDB_CAIRO_WRITER_DATA_INDEX_VALUE_APPEND_PAGE_SIZE", "65536",
            "QDB_CAIRO_SYMBOL_TABLE_MAX_ALLOCATION_PAGE_SIZE", "65536",
            "QDB_CAIRO_O3_COLUMN_MEMORY_SIZE", "65536",
            "QDB_CAIRO_SYSTEM_O3_COLUMN_MEMORY_SIZE", "65536",
            "QDB_CAIRO_WAL_SEGMENT_ROLLOVER_ROW_COUNT", "50000",
            "QDB_CAIRO_WAL_PURGE_INTERVAL", "10000");

    private StoreSettings() {}

    /** @param httpPort 0 for any free one */
    static Map<String, String> of(int httpPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("QDB_HTTP_BIND_TO", HOST + ":" + httpPort);
        settings.putAll(CLOSED_DOORS);
        settings.putAll(FEW_WORKERS);
        settings.putAll(SMALL_PAGES);
        return settings;
    }
}
