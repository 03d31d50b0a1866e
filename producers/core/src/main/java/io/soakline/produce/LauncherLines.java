package io.soakline.produce;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Commands from the launcher, one per line, read by a thread of its own so that the end of the stream is noticed in the
 * middle of a turn.
 */
final class LauncherLines {

    /** The stream ended: the launcher is gone. */
    static final String GONE = "\u0000gone";
    /** The process was asked to terminate. */
    static final String TERMINATED = "\u0000terminated";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile boolean interrupted;

    LauncherLines(InputStream in) {
        Thread reader = new Thread(() -> read(in), "launcher-lines");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream in) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add(GONE);
            interrupted = true;
            return;
        }
        lines.add(GONE);
        interrupted = !lines.contains("end");
    }

    /** Ends a turn in progress and lets {@link #TERMINATED} be the next line. */
    void terminate() {
        lines.clear();
        lines.add(TERMINATED);
        interrupted = true;
    }

    /** Whether a turn in progress should end early. */
    boolean interrupted() {
        return interrupted;
    }

    /** The next command, {@link #GONE} or {@link #TERMINATED}; waits for it. */
    String next() throws InterruptedException {
        return lines.take();
    }
}
