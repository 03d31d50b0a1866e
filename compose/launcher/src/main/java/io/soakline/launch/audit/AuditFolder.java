package io.soakline.launch.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.soakline.launch.LaunchException;
import io.soakline.launch.TemporaryFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * The folder that an audit lives in: its log, its golden outputs and {@value #STATE}, which says how far it is. One audit
 * at a time uses it.
 */
final class AuditFolder implements AutoCloseable {

    static final String STATE = "audit.json";
    private static final String LOCK = "audit.lock";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;
    private final FileChannel lock;

    private AuditFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes the folder where there is none, and keeps other audits out of it.
     *
     * @param fresh whether to forget what an earlier audit left there
     */
    static AuditFolder open(Path folder, boolean fresh) throws LaunchException {
        try {
            Files.createDirectories(folder);
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            AuditFolder opened = new AuditFolder(folder, lock);
            if (!opened.locked()) {
                lock.close();
                throw new LaunchException(
                        "another audit runs in " + folder + "; wait for it, or choose another --data");
            }
            if (fresh) {
                opened.forget();
            }
            return opened;
        } catch (IOException e) {
            throw new LaunchException(
                    "cannot write to the audit's folder " + folder + " (" + e + "); choose another with --data", e);
        }
    }

    private boolean locked() throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Only what audits write: the folder may be the user's own. */
    private void forget() throws IOException {
        Files.deleteIfExists(state());
        for (String name : List.of("kafka", "store", "golden", "logs")) {
            Path part = folder.resolve(name);
            if (Files.exists(part)) {
                new TemporaryFolder(part).close();
            }
        }
    }

    Path path() {
        return folder;
    }

    Path golden() {
        return folder.resolve("golden");
    }

    Path logs() {
        return folder.resolve("logs");
    }

    private Path state() {
        return folder.resolve(STATE);
    }

    /**
     * How far the audit of this plan is; nothing done where the folder is new.
     *
     * @throws LaunchException when the folder holds an audit of another plan, or a state that cannot be read
     */
    AuditState read(SortedMap<String, String> plan) throws LaunchException {
        if (!Files.exists(state())) {
            if (Files.exists(folder.resolve("kafka"))) {
                throw new LaunchException(folder + " holds a log that no audit wrote; choose another --data");
            }
            return AuditState.of(plan);
        }
        AuditState state;
        try {
            state = JSON.readValue(state().toFile(), AuditState.class);
        } catch (IOException e) {
            String reason = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.toString();
            throw new LaunchException(
                    state() + " does not say how far the audit is (" + reason + "); start afresh with --fresh", e);
        }
        String difference = difference(state.plan(), plan);
        if (!difference.isEmpty()) {
            throw new LaunchException("the audit in " + folder + " has another plan (" + difference
                    + "); repeat its arguments, choose another --data, or start afresh with --fresh");
        }
        return state;
    }

    /** {@code builds 3, now 2; for 20000 ms, now 5000 ms}: what differs, in words; empty when nothing does. */
    static String difference(Map<String, String> before, Map<String, String> now) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(now.keySet());
        List<String> differences = new ArrayList<>();
        for (String key : keys) {
            String then = before.getOrDefault(key, "not said");
            String today = now.getOrDefault(key, "not said");
            if (!then.equals(today)) {
                differences.add(key + " " + then + ", now " + today);
            }
        }
        return String.join("; ", differences);
    }

    /** Replaces what was written before in one step: a kill leaves the old state or the new one. */
    void write(AuditState state) throws LaunchException {
        Path part = folder.resolve(STATE + ".part");
        try {
            Files.writeString(part, JSON.writeValueAsString(state) + "\n");
            try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(part, state(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LaunchException("cannot write " + state() + " (" + e + "); is the disk full?", e);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
