package io.soakline.sink.influxdb;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An InfluxDB that misbehaves on the wire. It keeps lines as a store would, or passes them on to one, and never takes one
 * with {@code poison} in it.
 */
final class FaultyServer implements AutoCloseable {

    /** How it treats the next requests. */
    enum Behaviour {
        GOOD(0, ""),
        BAD_REQUEST(400, "unable to parse: poison"),
        UNAUTHORIZED(401, "unauthorized access"),
        FORBIDDEN(403, "insufficient permissions"),
        NOT_FOUND(404, "no such page"),
        REQUEST_TIMEOUT(408, "timeout"),
        TOO_LARGE(413, "request too large"),
        PARTIAL_UNPROCESSABLE(422, "failure writing points: poison dropped=1"),
        TOO_MANY(429, "slow down"),
        INTERNAL(500, "engine: cache maximum memory size exceeded"),
        PARTIAL_INTERNAL(500, "partial write: poison dropped=1"),
        BAD_GATEWAY(502, "no upstream"),
        UNAVAILABLE(503, "starting"),
        CARDINALITY(503, "max series cardinality exceeded"),
        GATEWAY_TIMEOUT(504, "timeout"),
        RESET(0, ""),
        SLOW(0, ""),
        HALF_CLOSED(0, ""),
        STORED_AND_CUT(0, "");

        private final int status;
        private final String message;

        Behaviour(int status, String message) {
            this.status = status;
            this.message = message;
        }

        /** Answers about the points last; the others are gone after {@link #FAULTS} requests. */
        boolean lasts() {
            return switch (this) {
                case GOOD, BAD_REQUEST, TOO_LARGE, PARTIAL_UNPROCESSABLE, PARTIAL_INTERNAL -> true;
                default -> false;
            };
        }

        boolean answersWithHeaders() {
            return status != 0;
        }
    }

    static final int FAULTS = 2;
    /** What {@link Behaviour#TOO_LARGE} takes. */
    private static final int MOST_LINES = 4;

    /** Takes lines; when it cannot, the connection is cut. */
    interface Keeper {
        void keep(List<String> lines) throws IOException;
    }

    private final Keeper keeper;
    private ServerSocket listener;
    private final Collection<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger faultsLeft = new AtomicInteger();
    private volatile Behaviour behaviour = Behaviour.GOOD;
    private volatile @Nullable String retryAfter;
    final Set<String> stored = ConcurrentHashMap.newKeySet();
    final AtomicInteger writes = new AtomicInteger();

    FaultyServer() throws IOException {
        keeper = stored::addAll;
        listener = listen(0);
    }

    FaultyServer(Keeper keeper) throws IOException {
        this.keeper = keeper;
        listener = listen(0);
    }

    private ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket(port, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        daemon(() -> accept(socket));
        return socket;
    }

    /** Nobody there any more. */
    void stop() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /** At the same address. */
    void resume() throws IOException {
        listener = listen(listener.getLocalPort());
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    void behave(Behaviour next, @Nullable String retryAfterHeader) {
        behave(next, retryAfterHeader, FAULTS);
    }

    /** @param faults requests that are treated so, unless that lasts anyway */
    void behave(Behaviour next, @Nullable String retryAfterHeader, int faults) {
        retryAfter = retryAfterHeader;
        faultsLeft.set(faults);
        behaviour = next;
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "faulty-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket socket = from.accept();
                sockets.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (List<String> head = head(in); !head.isEmpty(); head = head(in)) {
                if (head.get(0).contains("/api/v2/write") ? !write(socket, head, in, out) : !notFound(out)) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client hung up, or there is nowhere to keep lines.
        } finally {
            sockets.remove(socket);
        }
    }

    /** The request line and the headers; empty at the end of the connection. */
    private static List<String> head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return List.of();
            }
            head.append((char) next);
        }
        return head.toString().lines().toList();
    }

    /** False when the connection is of no more use. */
    private boolean write(Socket socket, List<String> head, InputStream in, OutputStream out) throws IOException {
        writes.incrementAndGet();
        Behaviour now = behaviour.lasts() || faultsLeft.getAndDecrement() > 0 ? behaviour : Behaviour.GOOD;
        int half = length(head) / 2;
        byte[] begin = in.readNBytes(half);
        if (now == Behaviour.RESET) {
            socket.setSoLinger(true, 0);
            return false;
        }
        byte[] end = in.readNBytes(length(head) - half);
        List<String> lines = (new String(begin, StandardCharsets.UTF_8) + new String(end, StandardCharsets.UTF_8))
                .lines()
                .toList();
        return switch (now) {
            case SLOW -> {
                in.transferTo(OutputStream.nullOutputStream());
                yield false;
            }
            case HALF_CLOSED -> {
                socket.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
                yield false;
            }
            case STORED_AND_CUT -> {
                store(lines);
                out.write("HTTP/1.1 20".getBytes(StandardCharsets.US_ASCII));
                yield false;
            }
            default -> answer(now, lines, out);
        };
    }

    private boolean answer(Behaviour now, List<String> lines, OutputStream out) throws IOException {
        boolean poisoned = lines.stream().anyMatch(line -> line.contains("poison"));
        switch (now) {
            case TOO_LARGE -> {
                if (lines.size() > MOST_LINES) {
                    return send(out, now.status, now.message);
                }
                return answer(Behaviour.GOOD, lines, out);
            }
            case BAD_REQUEST -> {
                if (!poisoned) {
                    store(lines);
                }
                return poisoned ? send(out, now.status, now.message) : send(out, 204, "");
            }
            case GOOD, PARTIAL_UNPROCESSABLE, PARTIAL_INTERNAL -> {
                store(lines);
                int status = now == Behaviour.GOOD ? 400 : now.status;
                return poisoned ? send(out, status, "partial write: poison") : send(out, 204, "");
            }
            default -> {
                return send(out, now.status, now.message);
            }
        }
    }

    private void store(List<String> lines) throws IOException {
        List<String> good =
                lines.stream().filter(line -> !line.contains("poison")).toList();
        if (!good.isEmpty()) {
            keeper.keep(good);
        }
    }

    private static boolean notFound(OutputStream out) throws IOException {
        out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    private boolean send(OutputStream out, int status, String message) throws IOException {
        String body = status == 204 ? "" : "{\"code\":\"x\",\"message\":\"" + message + "\"}";
        String header = retryAfter == null ? "" : "Retry-After: " + retryAfter + "\r\n";
        String length = status == 204 ? "" : "Content-Length: " + body.length() + "\r\n";
        out.write(("HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\n" + header + length + "\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    private static int length(List<String> head) {
        return head.stream()
                .map(line -> line.toLowerCase(Locale.ROOT).split(":\\s*", 2))
                .filter(parts -> parts[0].equals("content-length"))
                .map(parts -> Integer.parseInt(parts[1]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a request without its length"));
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
