package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.backtest.Backtest;
import io.soakline.backtest.BacktestResult;
import io.soakline.backtest.BacktestSettings;
import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The change detectors on a recorded series. */
@Command(
        name = "backtest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run the change detectors over a recorded series of timestamp,value rows and print where it changed.",
            "A header, a single column, gaps, duplicates and rows without a number are taken as they come and counted.",
            "offline segments the whole series, in level and in spread; online rings as the alarms would have rung, each",
            "row knowing only those before it. One set of parameters serves every series."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline backtest latency.csv                      where did it change, seen in hindsight?",
            "  soakline backtest latency.csv --mode online        when would the alarm have rung?",
            "  soakline backtest latency.csv --pane 1000 --json   rows grouped into panes, as JSON",
            "  cut -d, -f1,3 run.csv | soakline backtest -        from a pipe"
        })
public final class BacktestCommand implements Callable<Integer> {

    /** As on the command line. */
    enum Mode {
        online(BacktestSettings.Mode.ONLINE),
        offline(BacktestSettings.Mode.OFFLINE);

        private final BacktestSettings.Mode mode;

        Mode(BacktestSettings.Mode mode) {
            this.mode = mode;
        }
    }

    @Parameters(paramLabel = "FILE.csv", description = "timestamp,value rows, or - for standard input")
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private String file;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
            defaultValue = "offline")
    private Mode mode = Mode.offline;

    @Option(
            names = "--reference",
            paramLabel = "N",
            description =
                    "online: rows, or panes, that are taken as normal (default: 360, or a third of a shorter series)")
    private @Nullable Integer reference;

    @Option(
            names = "--pane",
            paramLabel = "N",
            description = "rows that make one observation together (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private int pane = 1;

    @Option(names = "--json", description = "as JSON on standard output")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() throws LaunchException, JsonProcessingException {
        BacktestSettings settings = settings();
        boolean piped = file.equals("-");
        Path series = piped ? spooled() : readable(Path.of(file));
        try {
            BacktestResult result = Backtest.run(series, settings);
            String name = piped ? "stdin" : result.series();
            if (result.quality().values() == 0) {
                throw new LaunchException(named() + " holds no number: " + result.n()
                        + " rows were read and none has a value; a series is timestamp,value rows");
            }
            System.out.print(json ? json(result, name) : BacktestText.render(result, name, series));
            return ExitCode.GOOD;
        } catch (IOException e) {
            throw new LaunchException("cannot read " + named() + " (" + e + "); is it a text file?", e);
        } finally {
            if (piped) {
                delete(series);
            }
        }
    }

    private BacktestSettings settings() {
        if (reference != null && mode == Mode.offline) {
            throw new ParameterException(
                    spec.commandLine(), "--reference belongs to --mode online; offline takes the whole series at once");
        }
        try {
            return new BacktestSettings(
                    mode.mode, reference == null ? OptionalInt.empty() : OptionalInt.of(reference), pane);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private String named() {
        return file.equals("-") ? "standard input" : file;
    }

    private static Path readable(Path path) throws LaunchException {
        if (Files.isDirectory(path)) {
            throw new LaunchException(path + " is a folder; give a file of timestamp,value rows");
        }
        if (!Files.isReadable(path)) {
            throw new LaunchException("cannot read " + path.toAbsolutePath() + "; is the path right?");
        }
        return path;
    }

    /** A pipe cannot be read twice; a file on disk can, however big it is. */
    private static Path spooled() throws LaunchException {
        try {
            Path copy = Files.createTempFile("soakline-backtest-", ".csv");
            try (InputStream in = System.in) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                return copy;
            } catch (IOException e) {
                delete(copy);
                throw e;
            }
        } catch (MalformedInputException e) {
            throw new LaunchException("standard input is no text", e);
        } catch (IOException e) {
            throw new LaunchException(
                    "cannot keep standard input in " + System.getProperty("java.io.tmpdir") + " (" + e
                            + "); give a file instead",
                    e);
        }
    }

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            copy.toFile().deleteOnExit();
        }
    }

    private static String json(BacktestResult result, String name) throws JsonProcessingException {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(BacktestJson.of(result, name))
                + "\n";
    }
}
