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

    private static final Map<String, String> FEW_WORKERS = Map.of(
            "QDB_SHARED_NETWORK_WORKER_COUNT", "1",
            "QDB_SHARED_QUERY_WORKER_COUNT", "1",
            "QDB_SHARED_WRITE_WORKER_COUNT", "1",
            "QDB_WAL_APPLY_WORKER_COUNT", "1",
            "QDB_VIEW_COMPILER_WORKER_COUNT", "1",
            "QDB_CAIRO_MAT_VIEW_ENABLED", "false");

    /** A worker that finds nothing to do yields, naps, then sleeps and looks again: soon to bed, and for long. */
    private static final String[] WORKER_POOLS = {"SHARED", "WAL_APPLY", "VIEW_COMPILER", "EXPORT"};

    private static final String SLEEP_MILLIS = "50";

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

    /** Heap that every SQL compiler sets aside beforehand; by default for statements of thousands of columns. */
    private static final Map<String, String> SMALL_COMPILERS = Map.of(
            "QDB_CAIRO_LEXER_POOL_CAPACITY", "64",
            "QDB_CAIRO_SQL_VIEW_LEXER_POOL_CAPACITY", "64",
            "QDB_CAIRO_EXPRESSION_POOL_CAPACITY", "256",
            "QDB_CAIRO_COLUMN_POOL_CAPACITY", "256",
            "QDB_CAIRO_MODEL_POOL_CAPACITY", "32",
            "QDB_CAIRO_CHARACTER_STORE_SEQUENCE_POOL_CAPACITY", "64");

    private static final Map<String, String> SHORT_QUEUES = Map.of(
            "QDB_CAIRO_O3_PARTITION_QUEUE_CAPACITY", "16",
            "QDB_CAIRO_O3_OPEN_COLUMN_QUEUE_CAPACITY", "16",
            "QDB_CAIRO_O3_COPY_QUEUE_CAPACITY", "16",
            "QDB_CAIRO_COLUMN_INDEXER_QUEUE_CAPACITY", "16",
            "QDB_CAIRO_VECTOR_AGGREGATE_QUEUE_CAPACITY", "16",
            "QDB_CAIRO_PAGE_FRAME_REDUCE_QUEUE_CAPACITY", "8",
            "QDB_CAIRO_UNORDERED_PAGE_FRAME_REDUCE_QUEUE_CAPACITY", "8",
            "QDB_CAIRO_WAL_TXN_NOTIFICATION_QUEUE_CAPACITY", "256",
            "QDB_CAIRO_WRITER_COMMAND_QUEUE_CAPACITY", "4",
            "QDB_CAIRO_QUERY_CACHE_EVENT_QUEUE_CAPACITY", "4");

    private StoreSettings() {}

    /** @param httpPort 0 for any free one */
    static Map<String, String> of(int httpPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("QDB_HTTP_BIND_TO", HOST + ":" + httpPort);
        settings.putAll(CLOSED_DOORS);
        settings.putAll(FEW_WORKERS);
        settings.putAll(SMALL_PAGES);
        settings.putAll(SMALL_COMPILERS);
        settings.putAll(SHORT_QUEUES);
        for (String pool : WORKER_POOLS) {
            settings.put("QDB_" + pool + "_WORKER_YIELD_THRESHOLD", "1");
            settings.put("QDB_" + pool + "_WORKER_NAP_THRESHOLD", "2");
            settings.put("QDB_" + pool + "_WORKER_SLEEP_THRESHOLD", "3");
            settings.put("QDB_" + pool + "_WORKER_SLEEP_TIMEOUT", SLEEP_MILLIS);
        }
        return settings;
    }
}
