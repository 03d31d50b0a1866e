package io.soakline.launch;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A real disturbance beside the engines, to see whether it is noticed: {@code cpu@30s} burns CPU on every core, the
 * engine's too, from second 30 on, for a minute; {@code cpu@30s+90s} for so long.
 *
 * @param after from the start of the soak
 * @param length how long it lasts
 */
public record Disturbance(String kind, Duration after, Duration length) {

    /** Long enough to be noticed, short enough to see it being over in a soak of some minutes. */
    public static final Duration DEFAULT_LENGTH = Duration.ofSeconds(60);

    public Disturbance {
        if (length.isZero()) {
            throw new IllegalArgumentException("a disturbance lasts longer than nothing; cpu@30s+60s lasts a minute");
        }
    }

    /** Reads the command line's form. */
    public static final class Converter implements ITypeConverter<Disturbance> {

        private static final Pattern FORM = Pattern.compile("(\\w+)@([^+]+)(?:\\+(.+))?");

        @Override
        public Disturbance convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches() || !matcher.group(1).equals("cpu")) {
                throw new TypeConversionException("'" + text
                        + "' is not a disturbance; there is cpu@30s, and cpu@30s+90s which lasts 90 seconds");
            }
            String length = matcher.group(3);
            try {
                return new Disturbance(
                        matcher.group(1),
                        HumanDuration.parse(matcher.group(2)),
                        length == null ? DEFAULT_LENGTH : HumanDuration.parse(length));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    Duration until() {
        return after.plus(length);
    }

    /** The disturbance while it lasts. */
    public static final class Running implements AutoCloseable {

        private final Disturbance disturbance;
        private final Cores cores;
        private final List<Process> burners = new ArrayList<>();
        private boolean over;

        public Running(Disturbance disturbance, Cores cores) {
            this.disturbance = disturbance;
            this.cores = cores;
        }

        /** @return true in the call that started it */
        public boolean startWhenDue(Duration elapsed) throws LaunchException {
            if (!burners.isEmpty() || over || elapsed.compareTo(disturbance.after()) < 0) {
                return false;
            }
            if (cores.apart()) {
                // One on each core: left to itself the scheduler may keep all of them off the engine's.
                for (int core : cores.all()) {
                    burn(List.of("taskset", "-c", Integer.toString(core)), 1);
                }
            } else {
                burn(List.of(), cores.count());
            }
            return true;
        }

        private void burn(List<String> prefix, int threads) throws LaunchException {
            List<String> command = new ArrayList<>(prefix);
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmx32m",
                    "-cp",
                    ownClasses(),
                    CpuBurner.class.getName(),
                    Integer.toString(threads)));
            try {
                burners.add(new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start());
            } catch (IOException e) {
                throw new LaunchException(
                        "cannot start the disturbance " + disturbance.kind() + ": " + e.getMessage(), e);
            }
        }

        /** Jar or folder that the burner is in: it needs nothing beside the JDK. */
        private static String ownClasses() throws LaunchException {
            try {
                return Path.of(CpuBurner.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString();
            } catch (URISyntaxException e) {
                throw new LaunchException("cannot tell where the launcher's classes are: " + e.getMessage(), e);
            }
        }

        /** @return true in the call that ended it */
        public boolean endWhenDue(Duration elapsed) {
            if (burners.isEmpty() || over || elapsed.compareTo(disturbance.until()) < 0) {
                return false;
            }
            close();
            return true;
        }

        @Override
        public void close() {
            over = true;
            burners.forEach(Process::destroy);
        }
    }
}
