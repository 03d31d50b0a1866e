package io.soakline.produce;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Ends a build or a self-test when whoever started it is gone: nobody is left to take the result, and a compiler that
 * goes on by itself slows down whatever is measured next. A soak notices by its input, see {@code SoakCommand}.
 */
final class LauncherWatch {

    private static final Set<String> WATCHED = Set.of("build", "selftest");

    /** As after a SIGTERM. */
    private static final int STATUS = 143;

    private LauncherWatch() {}

    static void begin(String[] arguments) {
        if (arguments.length > 0 && WATCHED.contains(arguments[0])) {
            ProcessHandle launcher = ProcessHandle.current().parent().orElse(null);
            if (launcher != null) {
                whenGone(launcher, () -> System.exit(STATUS)).exceptionally(failure -> null);
            }
        }
    }

    static CompletableFuture<Void> whenGone(ProcessHandle launcher, Runnable action) {
        return launcher.onExit().thenRun(action);
    }
}
