package io.soakline.produce.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchSeedTest {

    @TempDir
    private Path folder;

    private void write(String text) throws Exception {
        Files.writeString(folder.resolve(SearchSeed.FILE_NAME), text);
    }

    @Test
    void readIfThere_givenNoSearch_isNull() throws Exception {
        assertThat(SearchSeed.readIfThere(folder)).isNull();
    }

    @Test
    void readIfThere_givenSearch_isItsSeedWhateverElseIsTold() throws Exception {
        write("{\"seed\": 9000000000, \"measured\": 64}");
        assertThat(SearchSeed.readIfThere(folder)).isEqualTo(9_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{\"measured\": 64}", "{\"seed\": \"7\"}", "{\"seed\": 7.5}", "{\"seed\": 1e30}"})
    void readIfThere_givenAnythingElse_saysWhereAndWhatToDo(String text) throws Exception {
        write(text);
        assertThatThrownBy(() -> SearchSeed.readIfThere(folder))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(SearchSeed.FILE_NAME)
                .hasMessageContaining("build the engine again");
    }
}
