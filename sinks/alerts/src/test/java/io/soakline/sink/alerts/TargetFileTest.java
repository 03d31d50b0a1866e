package io.soakline.sink.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.record.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetFileTest {

    @TempDir
    private Path folder;

    private List<Target> read(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("alerts.properties"), text);
        return TargetFile.read(file, Map.of("HOOK", "https://hooks/secret-a"), length -> Duration.parse("PT" + length));
    }

    @Test
    void read_givenSecretsInFilesAndVariables_findsThem() throws Exception {
        Files.writeString(folder.resolve("token"), "secret-b\n");
        Target target =
                read("team.format=slack\nteam.url-env=HOOK\nteam.token-file=token\nteam.least-severity=critical")
                        .get(0);
        assertThat(target.url()).isEqualTo(new Secret("https://hooks/secret-a"));
        assertThat(target.token()).isEqualTo(new Secret("secret-b"));
        assertThat(target.least()).isEqualTo(Severity.CRITICAL);
        assertThat(target.toString()).doesNotContain("secret-");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.format=fax|a.format in",
                "a.format=\\u00zz|cannot read",
                "a.colour=red|is no setting",
                "a.format=json|a.url in",
                "a.format=json,a.url=ftp://secret-c/|is no address",
                "a.format=json,a.url=https://u:secret-c@x/|is no address",
                "a.format=json,a.url=http://x,a.url-env=HOOK|both given",
                "a.format=json,a.url-env=NOBODY|NOBODY, which is empty",
                "a.format=json,a.url=http://x,a.timeout=soon|expected a duration",
                "a.format=slack,a.url=http://x,a.heartbeat=1m|of their own",
                "a.format=alertmanager,a.url=http://x,a.pending=true|knows no pending alerts",
            })
    void read_givenWhatIsWrong_namesItAndNoSecret(String lines, String expected) {
        assertThatThrownBy(() -> read(lines.replace(',', '\n')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected)
                .hasMessageContaining("alerts.properties")
                .hasMessageNotContaining("secret-c");
    }

    @ParameterizedTest
    @CsvSource({
        "*,a/b,true",
        "a*,a/b,true",
        "*b,a/b,true",
        "a?b,a/b,true",
        "a?,a/b,false",
        "x*,a/b,false",
        "a/b,a/b,true"
    })
    void glob_matches(String pattern, String text, boolean expected) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(expected);
    }
}
