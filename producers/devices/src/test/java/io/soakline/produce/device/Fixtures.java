package io.soakline.produce.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Lines of tegrastats by generation of JetPack. */
final class Fixtures {

    static final int OLDEST_JETPACK = 4;
    static final int NEWEST_JETPACK = 7;

    private Fixtures() {}

    static List<String> tegrastats(int jetPack) {
        try (InputStream in =
                Objects.requireNonNull(Fixtures.class.getResourceAsStream("tegrastats/jetpack-" + jetPack + ".txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
