package io.soakline.produce.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.produce.engine.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelFileTest {

    private static final List<String> FILES = List.of("a.png", "b, c.png");

    @TempDir
    Path folder;

    private List<Integer> read(String csv) throws IOException, EngineException {
        return LabelFile.read(Files.writeString(folder.resolve("labels.csv"), csv), FILES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "file,label\\n\"b, c.png\",7\\na.png,3\\n",
                "file,label\\r\\na.png,3\\r\\n\"b, c.png\",7",
                "\uFEFFfile,label\\n\\na.png, 3\\n\"b, c.png\",7\\n\\n"
            })
    void read_givenRowsInAnyOrder_givesLabelsInTheOrderOfTheSet(String csv) throws Exception {
        assertThat(read(csv.translateEscapes())).containsExactly(3, 7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | labels.csv is empty, expected the header file,label",
                "name,class\\n | row 1 is name,class, expected the header file,label",
                "file,label\\na.png,3\\n | no row for the input b, c.png (1 of 2 inputs are labelled)",
                "file,label\\na.png,3\\nc.png,1\\n | row 3 names c.png, which is no input",
                "file,label\\na.png,3\\na.png,3\\n | row 3 labels a.png a second time",
                "file,label\\na.png,cat\\n | row 2 has the label \"cat\", expected a class number from 0",
                "file,label\\na.png,-1\\n | row 2 has the label \"-1\", expected a class number",
                "file,label\\na.png\\n | row 2 has 1 fields, expected file,label",
                "file,label\\na.png,1,2\\n | row 2 has 3 fields",
                "file,label\\n\"a.png,1\\n | cannot read the labels"
            })
    void read_givenAMistake_namesFileAndRowInOneLine(String csv, String expected) {
        assertThatThrownBy(() -> read(csv.translateEscapes()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("labels.csv")
                .hasMessageContaining(expected);
    }

    @Test
    void read_givenDamagedBytes_refusesOrUnderstands() throws Exception {
        byte[] good = "file,label\na.png,3\n\"b, c.png\",7\n".getBytes(StandardCharsets.UTF_8);
        Random random = new Random(23);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = good.clone();
            damaged[random.nextInt(good.length)] = (byte) random.nextInt();
            Path file = Files.write(folder.resolve("labels.csv"), damaged);
            try {
                assertThat(LabelFile.read(file, FILES)).hasSize(2);
            } catch (EngineException e) {
                assertThat(e.getMessage()).contains("labels.csv");
            }
        }
    }
}
