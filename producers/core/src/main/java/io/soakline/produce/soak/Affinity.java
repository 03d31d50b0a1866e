package io.soakline.produce.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * Binds threads to cores on Linux, through {@code taskset}, and reads back what the kernel granted.
 *
 * <p>Threads inherit the binding of the thread that starts them: start everything that is to stay elsewhere first.
 */
public final class Affinity {

    private Affinity() {}

    /**
     * Outcome of a request.
     *
     * @param granted whether the kernel now confines the thread to what was asked for
     * @param description for the run's environment: the cores, or why there is no binding
     */
    public record Result(boolean granted, String description) {

        private static Result notAvailable(String reason) {
            return new Result(false, "not available: " + reason);
        }
    }

    /** Binds the calling thread to {@code cores}, in the kernel's form: {@code 1} or {@code 2-3,6}. Never fails. */
    public static Result bindCurrentThread(String cores) {
        try {
            Path thread = currentThread();
            String refusal = taskset(cores, thread.getFileName().toString());
            if (!refusal.isEmpty()) {
                return Result.notAvailable(refusal);
            }
            String allowed = allowedCores(thread);
            return allowed.equals(cores)
                    ? new Result(true, "cores " + allowed)
                    : Result.notAvailable("asked for cores " + cores + ", the kernel gave " + allowed);
        } catch (IOException e) {
            return Result.notAvailable(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.notAvailable("interrupted");
        }
    }

    /** Cores that the calling thread may use, as the kernel lists them; {@code unknown} where it does not say. */
    public static String currentThreadCores() {
        try {
            return allowedCores(currentThread());
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Whether two lists of cores, in the kernel's form, have one in common; true when either cannot be read. */
    public static boolean overlap(String one, String other) {
        try {
            return cores(one).intersects(cores(other));
        } catch (NumberFormatException e) {
            return true;
        }
    }

    /** Reads a list of cores in the kernel's form. */
    static BitSet cores(String list) {
        BitSet cores = new BitSet();
        for (String range : list.split(",", -1)) {
            String[] ends = range.split("-", 2);
            cores.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
        }
        return cores;
    }

    private static Path currentThread() throws IOException {
        try {
            return Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")));
        } catch (IOException | UnsupportedOperationException e) {
            throw new IOException("no /proc/thread-self: not a Linux host", e);
        }
    }

    private static String allowedCores(Path thread) throws IOException {
        for (String line : Files.readAllLines(thread.resolve("status"))) {
            if (line.startsWith("Cpus_allowed_list:")) {
                return line.substring(line.indexOf(':') + 1).trim();
            }
        }
        throw new IOException("no Cpus_allowed_list in " + thread.resolve("status"));
    }

    /** @return why it was refused; empty when it was not */
    private static String taskset(String cores, String threadId) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder("taskset", "-cp", cores, threadId)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new IOException("no taskset command on this host (package util-linux)", e);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "taskset did not answer";
        }
        return process.exitValue() == 0 ? "" : output.strip().replace('\n', ' ');
    }
}
