package io.soakline.launch.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.launch.Home;
import io.soakline.launch.LaunchException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeJarsTest {

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    private NativeJars arm() {
        return new NativeJars(new Home(folder), Platform.LINUX_ARM64, said::add);
    }

    private Path repository(String name) {
        return folder.resolve("repository/org/bytedeco/cuda/13.3/" + name);
    }

    @Test
    void forPlatform_givenJarBesideTheHosts_takesItAndLeavesOthersAlone() throws Exception {
        Path wanted = repository("cuda-13.3-linux-arm64.jar");
        Files.createDirectories(wanted.getParent());
        Files.writeString(wanted, "");
        Path host = repository("cuda-13.3-linux-x86_64.jar");
        Path java = repository("cuda-13.3.jar");

        assertThat(arm().forPlatform(java + ":" + host)).containsExactly(java, wanted);
        assertThat(new NativeJars(new Home(folder), Platform.LINUX_X86_64, said::add).forPlatform(host.toString()))
                .containsExactly(host);
        assertThat(said).isEmpty();
    }

    @Test
    void forPlatform_givenNoJarAndNoMaven_namesTheArtifact() {
        assertThatThrownBy(() -> arm().forPlatform(
                                repository("cuda-13.3-linux-x86_64.jar").toString()))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("org.bytedeco:cuda:13.3:jar:linux-arm64 is not here");
    }

    @Test
    void forPlatform_givenMavenThatFails_saysWhatItSaid() throws Exception {
        Path maven = Files.writeString(
                folder.resolve("mvnw"), "#!/bin/sh\necho \"[ERROR] no such artifact, asked for $6\"\nexit 1\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();

        assertThatThrownBy(() -> arm().forPlatform(
                                repository("cuda-13.3-linux-x86_64.jar").toString()))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("Maven could not download org.bytedeco:cuda:13.3:jar:linux-arm64")
                .hasMessageContaining("-Dtransitive=false");
        assertThat(said).containsExactly("downloading org.bytedeco:cuda:13.3:jar:linux-arm64 …");
    }

    @Test
    void forPlatform_givenLibrariesThatAreNoRepository_saysSo() {
        assertThatThrownBy(() -> arm().forPlatform(
                                folder.resolve("lib/cuda-13.3-linux-x86_64.jar").toString()))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("make the bundle from a checkout");
    }
}
