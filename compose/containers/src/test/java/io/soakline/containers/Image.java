package io.soakline.containers;

import static org.junit.jupiter.api.Assumptions.abort;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/** Images that tests run: the ones that the Compose file names, and settings by the same environment variables. */
public enum Image {
    KAFKA("KAFKA_IMAGE"),
    INFLUXDB2("INFLUXDB_IMAGE"),
    INFLUXDB3("INFLUXDB3_IMAGE"),
    GRAFANA("GRAFANA_IMAGE"),
    SOAKLINE("SOAKLINE_IMAGE"),
    /** Not of the Compose file: the last version before 2, for the sink's other path. */
    INFLUXDB1("INFLUXDB1_IMAGE") {
        @Override
        String byDefault() {
            return "influxdb:1.8.10";
        }
    };

    private static final Path COMPOSE_FILE = Path.of("../docker-compose.yml");
    private static final long PULL_LIMIT_MINUTES = 10;

    private final String variable;

    Image(String variable) {
        this.variable = variable;
    }

    String byDefault() {
        try {
            Matcher matcher =
                    Pattern.compile("\\$\\{" + variable + ":-([^}]+)}").matcher(Files.readString(COMPOSE_FILE));
            if (!matcher.find()) {
                throw new IllegalStateException(COMPOSE_FILE + " has no default for " + variable);
            }
            return matcher.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The image's name, when it is here or can be pulled; else the test that asks is skipped and says why. */
    public DockerImageName orSkip() {
        String name = System.getenv().getOrDefault(variable, byDefault());
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return abort("there is no Docker here, so nothing is run in " + name + "; DOCKER_HOST says where it is");
        }
        DockerClient client = DockerClientFactory.lazyClient();
        try {
            client.inspectImageCmd(name).exec();
        } catch (NotFoundException absent) {
            pullOrSkip(client, name);
        }
        return DockerImageName.parse(name);
    }

    /** One try: Testcontainers itself repeats a refused pull for two minutes. */
    private void pullOrSkip(DockerClient client, String name) {
        try {
            if (client.pullImageCmd(name).start().awaitCompletion(PULL_LIMIT_MINUTES, TimeUnit.MINUTES)) {
                return;
            }
            abort(name + " was not pulled within " + PULL_LIMIT_MINUTES + " minutes");
        } catch (DockerException e) {
            abort(name + " cannot be pulled; set " + variable + " to an image that is here: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort("interrupted while pulling " + name);
        }
    }
}
