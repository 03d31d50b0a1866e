package io.soakline.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A real disturbance beside the engines, to see whether it is noticed: {@code cpu@30s} burns CPU on every core, the
 * engine's too, from second 30 to the end.
 *
 * @param after from the start of the soak
 */
public record Disturbance(String kind, Duration after) {

    /** Reads the command line's form. */
    public static final class Converter implements ITypeConverter<Disturbance> {

        private static final Pattern FORM = Pattern.compile("(\\w+)@(.+)");

        @Override
        public Disturbance convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches() || !matcher.group(1).equals("cpu")) {
                throw new TypeConversionException("'" + text + "' is not a disturbance; there is cpu@30s");
            }
            return new Disturbance(matcher.group(1), HumanDuration.parse(matcher.group(2)));
        }
    }

    /** The disturbance while it lasts. */
    public static final class Running implements AutoCloseable {

        private final Disturbance disturbance;
        private final Home home;
        private final Cores cores;
        private @Nullable Process process;

        public Running(Disturbance disturbance, Home home, Cores cores) {
            this.disturbance = disturbance;
            this.home = home;
            this.cores = cores;
        }

        /** @return true in the call that started it */
        public boolean startWhenDue(Duration elapsed) throws LaunchException {
            if (process != null || elapsed.compareTo(disturbance.after()) < 0) {
                return false;
            }
            List<String> command = new ArrayList<>(cores.everywherePrefix());
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmx32m",
                    "-cp",
                    home.classPath("compose/launcher"),
                    CpuBurner.class.getName(),
                    Integer.toString(Math.max(1, cores.all().size()))));
            try {
                process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return true;
            } catch (IOException e) {
                throw new LaunchException(
                        "cannot start the disturbance " + disturbance.kind() + ": " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            if (process != null) {
                process.destroy();
            }
        }
    }
}
