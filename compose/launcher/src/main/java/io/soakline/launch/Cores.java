package io.soakline.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Which cores the engine under test gets and which everything else of ours runs on.
 *
 * @param engine the core kept for engines, or -1 when the host has only one for us
 * @param others the remaining cores, as {@code taskset -c} takes them; empty when nothing can be kept apart
 * @param all every core this process may use
 * @param reason why nothing is kept apart; empty when it is
 */
public record Cores(int engine, List<Integer> others, List<Integer> all, String reason) {

    private static final Path STATUS = Path.of("/proc/self/status");

    public Cores {
        others = List.copyOf(others);
        all = List.copyOf(all);
    }

    /** Looks at what the kernel allows this process. The last core becomes the engine's: core 0 serves most interrupts. */
    public static Cores ofThisHost() {
        List<Integer> allowed;
        try {
            allowed = allowed(Files.readAllLines(STATUS));
        } catch (IOException e) {
            return shared(List.of(), "cannot read " + STATUS + " (" + e.getMessage() + ")");
        }
        if (allowed.size() < 2) {
            return shared(allowed, "this host gives us " + allowed.size() + " core");
        }
        if (!tasksetWorks()) {
            return shared(allowed, "there is no taskset (package util-linux)");
        }
        int engine = allowed.get(allowed.size() - 1);
        return new Cores(engine, allowed.subList(0, allowed.size() - 1), allowed, "");
    }

    private static Cores shared(List<Integer> all, String reason) {
        return new Cores(-1, List.of(), all, reason);
    }

    /** Cores in the line {@code Cpus_allowed_list: 0-3,8}; empty when there is no such line. */
    static List<Integer> allowed(List<String> status) {
        List<Integer> cores = new ArrayList<>();
        for (String line : status) {
            if (line.startsWith("Cpus_allowed_list:")) {
                for (String range :
                        line.substring(line.indexOf(':') + 1).strip().split(",", -1)) {
                    addRange(range, cores);
                }
            }
        }
        return cores;
    }

    private static void addRange(String range, List<Integer> cores) {
        int dash = range.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
        int last = Integer.parseInt(dash < 0 ? range : range.substring(dash + 1));
        for (int core = first; core <= last; core++) {
            cores.add(core);
        }
    }

    private static boolean tasksetWorks() {
        return run(
                List.of("taskset", "-cp", Long.toString(ProcessHandle.current().pid())));
    }

    /** Whether a core is kept for the engine. */
    public boolean apart() {
        return engine >= 0;
    }

    /** How many cores there are for us, the engine's included; at least 1. */
    public int count() {
        return all.isEmpty() ? Math.max(1, Runtime.getRuntime().availableProcessors()) : all.size();
    }

    /** Put before a command that is to stay off the engine's core; empty when nothing is kept apart. */
    public List<String> offEnginePrefix() {
        return apart() ? List.of("taskset", "-c", list(others)) : List.of();
    }

    /** Put before a command that is to have the engine's core for itself; empty when nothing is kept apart. */
    public List<String> onEnginePrefix() {
        return apart() ? List.of("taskset", "-c", Integer.toString(engine)) : List.of();
    }

    /** Put before a command that may use every core. */
    public List<String> everywherePrefix() {
        return apart() ? List.of("taskset", "-c", list(all)) : List.of();
    }

    /** Moves every thread of this process off the engine's core. Threads and processes made later inherit it. */
    public void leaveEngineCore() {
        moveTo(others);
    }

    /** Lets every thread of this process run everywhere again. */
    public void useAll() {
        moveTo(all);
    }

    private void moveTo(List<Integer> cores) {
        if (apart()) {
            run(List.of(
                    "taskset",
                    "-acp",
                    list(cores),
                    Long.toString(ProcessHandle.current().pid())));
        }
    }

    /** One line for people and for the environment of a run. */
    public String describe() {
        return apart()
                ? "core " + engine + " kept for the engine, everything else of ours on " + list(others)
                : "no core kept for the engine: " + reason;
    }

    private static String list(List<Integer> cores) {
        return cores.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static boolean run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
