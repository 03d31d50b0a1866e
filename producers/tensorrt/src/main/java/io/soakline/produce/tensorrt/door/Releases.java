package io.soakline.produce.tensorrt.door;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was taken of the device, given back last first. Closing again does nothing. */
final class Releases implements AutoCloseable {

    private final Deque<Runnable> releases = new ArrayDeque<>();

    void add(Runnable release) {
        releases.push(release);
    }

    @Override
    public void close() {
        while (!releases.isEmpty()) {
            releases.pop().run();
        }
    }
}
