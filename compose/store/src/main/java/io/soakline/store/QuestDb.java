package io.soakline.store;

import io.questdb.Bootstrap;
import io.questdb.PropBootstrapConfiguration;
import io.questdb.ServerMain;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** QuestDB's server without what it does for itself when it owns the process: banner, web site, signal handlers. */
final class QuestDb {

    /** What it prints past its own log. */
    private static final List<String> CHATTER = List.of(
            "Reading log configuration from ",
            "Created log directory: ",
            "Log configuration loaded from ",
            "QuestDB is shutting down...");

    private QuestDb() {}

    static ServerMain start(Path root, Map<String, String> settings) {
        return quietly(() -> {
            // -n keeps QuestDB from handling SIGHUP.
            ServerMain server =
                    new ServerMain(new Bootstrap(new GuestConfiguration(settings), "-d", root.toString(), "-n"));
            try {
                server.start();
                return server;
            } catch (RuntimeException | Error e) {
                server.close();
                throw e;
            }
        });
    }

    static void close(ServerMain server) {
        quietly(() -> {
            server.close();
            return server;
        });
    }

    /** Standard output and error are not QuestDB's own here: its lines are taken out, everything else goes through. */
    private static synchronized <T> T quietly(Supplier<T> action) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(new WithoutChatter(out));
        System.setErr(new WithoutChatter(err));
        try {
            return action.get();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** Settings come as a map; QuestDB reads them as if they were environment variables. */
    private static final class GuestConfiguration extends PropBootstrapConfiguration {

        private final Map<String, String> settings;

        private GuestConfiguration(Map<String, String> settings) {
            this.settings = settings;
        }

        @Override
        public Map<String, String> getEnv() {
            return settings;
        }

        @Override
        public String getBanner() {
            return "";
        }

        @Override
        public boolean useSite() {
            return false;
        }
    }

    private static final class WithoutChatter extends PrintStream {

        private WithoutChatter(PrintStream out) {
            super(out, true, StandardCharsets.UTF_8);
        }

        @Override
        public void println(@Nullable String line) {
            if (!isChatter(line)) {
                super.println(line);
            }
        }

        @Override
        public PrintStream printf(String format, @Nullable Object... arguments) {
            return isChatter(format) ? this : super.printf(format, arguments);
        }

        private static boolean isChatter(@Nullable String text) {
            return text != null && CHATTER.stream().anyMatch(text::startsWith);
        }
    }
}
