package io.soakline.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Capability;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/** Our own image does what a checkout does, for a user without rights. */
@Tag("docker")
class SoaklineImageTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void image_namesAUserOtherThanRoot() {
        String image = Image.SOAKLINE.orSkip().asCanonicalNameString();

        assertThat(DockerClientFactory.lazyClient()
                        .inspectImageCmd(image)
                        .exec()
                        .getConfig()
                        .getUser())
                .isEqualTo("10001:10001");
    }

    @Test
    void help_listsTheCommandsThatComposeStarts() {
        assertThat(said("--help")).contains("produce", "process", "sink", "demo");
    }

    @Test
    void check_findsEngineFamiliesAndAWritableFolder() {
        assertThat(said("check")).contains("onnxruntime", "tvm").doesNotContain("not writable");
    }

    /** Fails when the command does. */
    private static String said(String... command) {
        DockerImageName image = Image.SOAKLINE.orSkip();
        try (GenericContainer<?> container = new GenericContainer<>(image)
                .withCommand(command)
                .withCreateContainerCmdModifier(create -> create.getHostConfig()
                        .withSecurityOpts(List.of("no-new-privileges:true"))
                        .withCapDrop(Capability.ALL))
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(LIMIT))) {
            container.start();
            return container.getLogs();
        }
    }
}
