package io.soakline.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be said of the Compose file without Docker: its parts fit together. */
class ComposeFileTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$([A-Z][A-Z0-9_]*)");

    private JsonNode compose;

    @BeforeEach
    void read() throws IOException {
        compose = new YAMLMapper().readTree(Path.of("../docker-compose.yml").toFile());
    }

    @Test
    void secrets_givenServicesThatReadThem_areDeclaredAsFiles() {
        for (JsonNode service : compose.path("services")) {
            for (JsonNode secret : service.path("secrets")) {
                assertThat(compose.path("secrets")
                                .path(secret.asText())
                                .path("file")
                                .asText())
                        .as(secret.asText())
                        .startsWith("docker/secrets/");
            }
        }
    }

    @Test
    void mounts_givenFoldersOfTheCheckout_areThere() {
        for (JsonNode service : compose.path("services")) {
            for (JsonNode mount : service.path("volumes")) {
                String source = mount.asText().split(":", 2)[0];
                if (source.startsWith(".")) {
                    assertThat(Path.of("..", source)).exists();
                } else {
                    assertThat(compose.path("volumes").has(source)).as(source).isTrue();
                }
            }
        }
    }

    @Test
    void dataSources_givenVariables_findThemInGrafanasEnvironment() throws IOException {
        Set<String> given = new HashSet<>();
        compose.at("/services/grafana/environment")
                .fieldNames()
                .forEachRemaining(name -> given.add(name.replace("__FILE", "")));
        try (Stream<Path> files = Files.list(Path.of("provisioning/datasources"))) {
            for (Path file : files.toList()) {
                for (JsonNode source : new YAMLMapper().readTree(file.toFile()).path("datasources")) {
                    Matcher variable = VARIABLE.matcher(source.toString());
                    while (variable.find()) {
                        assertThat(given).contains(variable.group(1));
                    }
                }
            }
        }
    }
}
