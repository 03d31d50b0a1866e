package io.soakline.sink.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageSettingsTest {

    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    private Path folder;

    @Test
    void of_givenOpenHostWithoutToken_isRefusedWithTheWayOut() {
        assertThatThrownBy(() -> PageSettings.of("0.0.0.0", 8080, Map.of()))
                .isInstanceOf(PageException.class)
                .hasMessage("the page on 0.0.0.0 could be seen by others: set SOAKLINE_PAGE_TOKEN or"
                        + " SOAKLINE_PAGE_TOKEN_FILE, or leave --host at 127.0.0.1");
    }

    @Test
    void of_givenOpenHostWithToken_isAccepted() {
        assertThat(PageSettings.of("0.0.0.0", 8080, Map.of("SOAKLINE_PAGE_TOKEN", TOKEN))
                        .token())
                .isEqualTo(TOKEN);
    }

    @Test
    void of_givenTokenFile_readsItsFirstLine() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\nsecond\n");

        assertThat(PageSettings.of("127.0.0.1", 0, Map.of("SOAKLINE_PAGE_TOKEN_FILE", file.toString()))
                        .token())
                .isEqualTo(TOKEN);
    }

    @Test
    void of_givenMissingTokenFile_namesIt() {
        String file = folder.resolve("none").toString();

        assertThatThrownBy(() -> PageSettings.of("127.0.0.1", 0, Map.of("SOAKLINE_PAGE_TOKEN_FILE", file)))
                .isInstanceOf(PageException.class)
                .hasMessageContaining(file);
    }

    @Test
    void of_givenShortToken_isRefused() {
        assertThatThrownBy(() -> PageSettings.of("127.0.0.1", 0, Map.of("SOAKLINE_PAGE_TOKEN", "abc")))
                .hasMessageContaining("at least 16");
    }

    @Test
    void toString_givenToken_keepsItSecret() {
        assertThat(new PageSettings("127.0.0.1", 1, TOKEN).toString()).doesNotContain(TOKEN);
    }
}
