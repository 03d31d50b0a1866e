package io.soakline.launch;

import io.soakline.sink.report.SummaryTable;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What people see on the terminal while something runs: notes stay, the status line is redrawn in place. Without a
 * terminal the status becomes a plain line now and then. Everything goes to standard error; results alone go to
 * standard output.
 */
public final class Terminal {

    private static final Duration PLAIN_STATUS_EVERY = Duration.ofSeconds(10);
    private static final int WIDTH = 110;

    private final PrintStream err;
    private final boolean interactive;
    private boolean statusShown;
    private long lastPlainStatusNanos = System.nanoTime() - PLAIN_STATUS_EVERY.toNanos();

    public Terminal(PrintStream err, boolean interactive) {
        this.err = err;
        this.interactive = interactive;
    }

    /** Standard error; interactive unless it is redirected, or TERM is dumb, or CI is set. */
    public static Terminal standard() {
        boolean interactive = hasTerminal() && !"dumb".equals(System.getenv("TERM")) && System.getenv("CI") == null;
        return new Terminal(System.err, interactive);
    }

    /** Whether results on standard output may be coloured: on a terminal, unless NO_COLOR is set. */
    public static boolean colour() {
        return hasTerminal() && System.getenv("NO_COLOR") == null;
    }

    /** Characters in a line of standard output: of the terminal, or of a file that people read later. */
    public static int columns() {
        return hasTerminal()
                ? CommandSpec.create().usageMessage().autoWidth(true).width()
                : SummaryTable.COLUMNS;
    }

    /** From Java 22 on there is a console even without a terminal, and a method that tells. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean hasTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** A line that stays. */
    public synchronized void note(String line) {
        clearStatus();
        err.println(line);
        err.flush();
    }

    /** The line that says how far things are; replaced by the next one. */
    public synchronized void status(String line) {
        String shown = line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line;
        if (interactive) {
            err.print("\r\033[K" + shown);
            err.flush();
            statusShown = true;
        } else if (System.nanoTime() - lastPlainStatusNanos >= PLAIN_STATUS_EVERY.toNanos()) {
            lastPlainStatusNanos = System.nanoTime();
            err.println(shown);
        }
    }

    /** Takes the status line away. */
    public synchronized void clearStatus() {
        if (statusShown) {
            err.print("\r\033[K");
            err.flush();
            statusShown = false;
        }
    }
}
