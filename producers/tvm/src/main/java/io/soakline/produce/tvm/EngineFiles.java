package io.soakline.produce.tvm;

import io.soakline.produce.engine.SearchSeed;

/** Names of the files in an engine's folder, beside the manifest. */
final class EngineFiles {

    /** Compiled code. */
    static final String LIBRARY = "lib.so";

    /** Which functions to call in what order, for TVM's graph executor. */
    static final String GRAPH = "graph.json";

    /** Weights. */
    static final String PARAMETERS = "params.bin";

    /** Everything that tuning measured, or was given. */
    static final String TUNING = "tuning.jsonl";

    /** The record of each workload that the engine was compiled with. */
    static final String BEST = "best.jsonl";

    /** Seed and outcome of the search, where there was one. */
    static final String SEARCH = SearchSeed.FILE_NAME;

    /** What TVM said while compiling. */
    static final String LOG = "build.log";

    private EngineFiles() {}
}
