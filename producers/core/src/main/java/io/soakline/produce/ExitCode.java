package io.soakline.produce;

/** Exit codes of the producer process. */
final class ExitCode {

    static final int GOOD = 0;
    /** A build or a run failed. */
    static final int FAILED = 1;

    static final int USAGE = 2;
    /** Something outside is missing: broker, files, disk. */
    static final int ENVIRONMENT = 3;

    private ExitCode() {}
}
