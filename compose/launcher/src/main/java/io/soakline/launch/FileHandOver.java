package io.soakline.launch;

import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.Keys;
import io.soakline.log.RecordCodec;
import io.soakline.log.RecordLines;
import io.soakline.log.Topic;
import io.soakline.record.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Puts the records of files on a log: whatever is whole in them, and then the ends of runs that have none there. Says what was
 * found, line by line.
 */
public final class FileHandOver {

    private final Consumer<OutgoingRecord> log;
    private final Consumer<String> told;
    private final OpenRuns runs = new OpenRuns();
    private final SampledDevices devices = new SampledDevices();
    private boolean whole = true;

    /** @param told what was found in the files, one line each */
    public FileHandOver(Consumer<OutgoingRecord> log, Consumer<String> told) {
        this.log = log;
        this.told = told;
    }

    /** Whether the files hold samples of devices and nothing else: reads no further than to the first record that is none. */
    public static boolean areSamplesAlone(List<Path> files) throws LaunchException {
        SampledDevices devices = new SampledDevices();
        for (Path file : files) {
            RecordFile.readWhile(file, line -> {
                devices.accept(line);
                return devices.isAllSoFar();
            });
        }
        return devices.isAll();
    }

    /**
     * Hands the files over, records of one file in its order and those of several by time: whoever judges a run waits for samples
     * of its device, and finds those of a file that came after it too late.
     */
    public void take(List<Path> files) throws LaunchException {
        List<Source> sources = new ArrayList<>();
        // One file is handed over in its own order, and nothing of it decoded for that.
        ToLongFunction<RecordLines.Line> time = files.size() > 1 ? new RecordTime()::nanos : line -> Long.MIN_VALUE;
        try {
            for (Path file : files) {
                sources.add(new Source(file, RecordFileReader.open(file), sources.size(), time));
            }
            PriorityQueue<Source> next = new PriorityQueue<>();
            for (Source source : sources) {
                if (source.advance()) {
                    next.add(source);
                }
            }
            for (Source source = next.poll(); source != null; source = next.poll()) {
                take(source);
                if (source.advance()) {
                    next.add(source);
                }
            }
        } finally {
            for (Source source : sources) {
                source.reader.close();
            }
        }
        for (Source source : sources) {
            RecordFile read = source.reader.result();
            tell(source.file, read, source.runs).forEach(told);
            whole &= read.whole() && read.malformed() == 0;
        }
    }

    private void take(Source source) {
        RecordLines.Line line = Objects.requireNonNull(source.line);
        log.accept(new OutgoingRecord(line.topic(), line.key(), line.value()));
        int before = runs.count();
        runs.accept(source.file, line);
        source.runs += runs.count() - before;
        devices.accept(line);
    }

    /** A file as far as it has been read. */
    private static final class Source implements Comparable<Source> {

        private final Path file;
        private final RecordFileReader reader;
        private final int number;
        private final ToLongFunction<RecordLines.Line> time;
        private RecordLines.@Nullable Line line;
        private long nanos = Long.MIN_VALUE;
        private int runs;

        Source(Path file, RecordFileReader reader, int number, ToLongFunction<RecordLines.Line> time) {
            this.file = file;
            this.reader = reader;
            this.number = number;
            this.time = time;
        }

        /** False at the end. What says no time, or an earlier one, has that of the record before it. */
        boolean advance() throws LaunchException {
            line = reader.next();
            if (line != null) {
                nanos = Math.max(nanos, time.applyAsLong(line));
            }
            return line != null;
        }

        @Override
        public int compareTo(Source other) {
            return nanos != other.nanos ? Long.compare(nanos, other.nanos) : Integer.compare(number, other.number);
        }
    }

    /** Ends those runs that have no end in any of the files. */
    public void closeRuns() {
        RecordCodec<Run> codec = RecordCodec.of(Run.class);
        for (Run run : runs.closings()) {
            log.accept(new OutgoingRecord(Topic.RUNS, Keys.of(run), codec.encode(run)));
            told.accept("run " + run.getRunId() + " is closed as killed: "
                    + run.getEnd().getReason());
            whole = false;
        }
    }

    private static List<String> tell(Path file, RecordFile read, int runs) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format("%s: %,d records of %,d runs", file, read.records(), runs));
        if (read.malformed() > 0) {
            lines.add(String.format(
                    "%s: %,d lines are no records and are left out, the first is %s",
                    file, read.malformed(), read.firstFault()));
        }
        RecordFile.Cut cut = read.cut();
        if (cut != null) {
            lines.add(String.format(
                    "%s: line %,d, the last, is cut after %,d characters and left out; it begins %s",
                    file, cut.line(), cut.characters(), cut.beginning()));
        }
        if (!read.whole()) {
            lines.add(file + " ends in the middle: its writer was killed; what came before is taken");
        }
        return lines;
    }

    /** Whether every file is whole, every line in it a record, and every run ended. */
    public boolean isWhole() {
        return whole;
    }

    /** Of every run that was announced. */
    public Set<String> runIds() {
        return runs.runIds();
    }

    /** What was sampled. */
    public SampledDevices devices() {
        return devices;
    }
}
