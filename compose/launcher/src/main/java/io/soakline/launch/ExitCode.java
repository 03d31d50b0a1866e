package io.soakline.launch;

/** What the shell is told. */
public final class ExitCode {

    public static final int GOOD = 0;
    /** A verdict is bad. */
    public static final int VERDICT_BAD = 1;

    public static final int USAGE = 2;
    /** The environment does not allow what was asked for. */
    public static final int ENVIRONMENT = 3;

    private ExitCode() {}
}
