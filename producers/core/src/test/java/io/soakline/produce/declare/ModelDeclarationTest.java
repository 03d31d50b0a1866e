package io.soakline.produce.declare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.record.AnswerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelDeclarationTest {

    private static final String PREPROCESSING = """
            {"layout":"NCHW","width":192,"height":48,"channelOrder":"BGR","fit":"height","scale":0.00392156862745098,
             "mean":[0.5,0.5,0.5],"standardDeviation":[0.5,0.5,0.5],"padding":0}""";

    @TempDir
    Path folder;

    private ModelDeclaration read(String json) throws IOException, EngineException {
        return ModelDeclaration.read(Files.writeString(folder.resolve("net.soakline.json"), json));
    }

    private static OutputRule outputs(ModelDeclaration declaration) {
        return Objects.requireNonNull(declaration.outputs(), "no outputs declared");
    }

    private static TensorSpec floats(String name, Long... shape) {
        return new TensorSpec(name, ElementType.FLOAT32, List.of(shape));
    }

    @Test
    void beside_namesTheFileNextToTheModel() {
        assertThat(ModelDeclaration.beside(Path.of("models/net.v2.onnx")))
                .isEqualTo(Path.of("models/net.v2.soakline.json"));
        assertThat(ModelDeclaration.beside(Path.of("net"))).isEqualTo(Path.of("net.soakline.json"));
    }

    @Test
    void read_givenOnlyAVersion_declaresNothingButDefaultTolerance() throws Exception {
        ModelDeclaration declaration = read("{\"version\":1}");
        assertThat(declaration.outputs()).isNull();
        assertThat(declaration.preprocessing()).isNull();
        assertThat(declaration.tolerance()).isEqualTo(new Tolerance(1e-5, 1e-5));
        assertThat(declaration.toRecord().getKind()).isNull();
    }

    @Test
    void read_givenEverything_understandsIt() throws Exception {
        ModelDeclaration declaration = read("{\"version\":1,\"preprocessing\":" + PREPROCESSING
                + ",\"outputs\":{\"kind\":\"classification\",\"output\":\"y\",\"axis\":1,\"agreementThreshold\":0.5},"
                + "\"tolerance\":{\"absolute\":0,\"relative\":1e-3}}");
        assertThat(Objects.requireNonNull(declaration.preprocessing()).height()).isEqualTo(48);
        assertThat(outputs(declaration)).isEqualTo(new OutputRule.Classification(OutputReference.named("y"), 1, 0.5));
        assertThat(declaration.tolerance()).isEqualTo(new Tolerance(0, 1e-3));
        assertThat(declaration.toRecord().getKind()).isEqualTo(AnswerKind.CLASSIFICATION);
        assertThat(declaration.toRecord().getAgreementThreshold()).isEqualTo(0.5);
    }

    @Test
    void read_givenEachKind_understandsItsParameters() throws Exception {
        assertThat(outputs(read("{\"version\":1,\"outputs\":{\"kind\":\"segmentation\",\"threshold\":0.3}}")))
                .isEqualTo(new OutputRule.Segmentation(OutputReference.at(0), 0.3, null, null));
        assertThat(outputs(read("{\"version\":1,\"outputs\":{\"kind\":\"embedding\",\"output\":2}}")))
                .isEqualTo(new OutputRule.Embedding(OutputReference.at(2), null));
        assertThat(outputs(read("""
                {"version":1,"outputs":{"kind":"detections","minimumScore":0.25,"iouThreshold":0.6,
                 "columns":["ignored","x1","y1","x2","y2","class","score"]}}""")))
                .isEqualTo(new Detections(
                        new DetectionLayout.Rows(
                                OutputReference.at(0), List.of("ignored", "x1", "y1", "x2", "y2", "class", "score")),
                        0.25,
                        0.6,
                        null));
        assertThat(outputs(read("""
                {"version":1,"outputs":{"kind":"detections","boxes":0,"boxColumns":["y1","x1","y2","x2"],"scores":1}}""")))
                .isEqualTo(new Detections(
                        new DetectionLayout.Tensors(
                                OutputReference.at(0), List.of("y1", "x1", "y2", "x2"), OutputReference.at(1), null),
                        0,
                        0.5,
                        null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | version is missing, expected 1",
                "{\"version\":2} | version is 2, expected an integer from 1 to 1",
                "{\"version\":1,\"output\":{}} | output is not known, expected only version, preprocessing, outputs, tolerance",
                "[] | holds [], expected a JSON object",
                "{\"version\":1 | is not JSON in line 1",
                "{\"version\":1,\"version\":1} | is not JSON in line 1: Duplicate",
                "{\"version\":1,\"outputs\":[]} | outputs is [], expected an object",
                "{\"version\":1,\"outputs\":{}} | outputs.kind is missing, expected classification, segmentation",
                "{\"version\":1,\"outputs\":{\"kind\":\"labels\"}} | outputs.kind is \"labels\", expected classification",
                "{\"version\":1,\"outputs\":{\"kind\":\"classification\",\"axis\":\"1\"}} | outputs.axis is \"1\", expected an integer",
                "{\"version\":1,\"outputs\":{\"kind\":\"classification\",\"axis\":-1}} | outputs.axis is -1, expected an integer from 0",
                "{\"version\":1,\"outputs\":{\"kind\":\"classification\",\"output\":-1}} | outputs.output is -1, expected the name",
                "{\"version\":1,\"outputs\":{\"kind\":\"classification\",\"threshold\":1}} | outputs.threshold is not known",
                "{\"version\":1,\"outputs\":{\"kind\":\"embedding\",\"agreementThreshold\":1.5}} | agreementThreshold is 1.5, expected a number from 0.0 to 1.0",
                "{\"version\":1,\"outputs\":{\"kind\":\"segmentation\"}} | outputs.threshold is missing, expected either threshold",
                "{\"version\":1,\"outputs\":{\"kind\":\"segmentation\",\"threshold\":0.5,\"channelAxis\":1}} | and not both",
                "{\"version\":1,\"outputs\":{\"kind\":\"detections\"}} | outputs.columns is missing, expected x1, y1",
                "{\"version\":1,\"outputs\":{\"kind\":\"detections\",\"columns\":[\"x1\",\"y1\",\"x2\",\"y2\"]}} | score once",
                "{\"version\":1,\"outputs\":{\"kind\":\"detections\",\"columns\":[\"x\"]}} | outputs.columns is [\"x\"], expected a list of x1",
                "{\"version\":1,\"outputs\":{\"kind\":\"detections\",\"boxes\":0}} | outputs.scores is missing, expected the name",
                "{\"version\":1,\"tolerance\":{\"absolute\":-1}} | tolerance.absolute is -1, expected a number of at least 0.0",
                "{\"version\":1,\"tolerance\":{\"absolute\":1e999}} | tolerance.absolute is",
                "{\"version\":1,\"tolerance\":{\"absolut\":1}} | tolerance.absolut is not known, expected only absolute, relative",
                "{\"version\":1,\"preprocessing\":{\"layout\":\"NHWC\"}} | preprocessing.layout is \"NHWC\", expected NCHW"
            })
    void read_givenAMistake_namesFileKeyAndExpectationInOneLine(String json, String expected) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("net.soakline.json")
                .hasMessageContaining(expected)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "\"width\":192, , preprocessing.width is missing",
        "\"width\":192, \"width\":0, preprocessing.width is 0; expected an integer from 1 to 16384",
        "\"scale\":0.00392156862745098, \"scale\":0, preprocessing.scale is 0; expected a number",
        "\"padding\":0, \"padding\":\"no\", preprocessing.padding is \"no\"; expected a number"
    })
    void read_givenBadPreprocessing_namesTheKey(String good, String bad, String expected) {
        String replaced = bad == null ? PREPROCESSING.replace(good + ",", "") : PREPROCESSING.replace(good, bad);
        assertThatThrownBy(() -> read("{\"version\":1,\"preprocessing\":" + replaced + "}"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(expected.replace(';', ','));
    }

    @Test
    void read_givenAnythingDamaged_refusesInOneLineOrUnderstands() throws Exception {
        String whole = "{\"version\":1,\"preprocessing\":" + PREPROCESSING
                + ",\"outputs\":{\"kind\":\"detections\",\"columns\":[\"x1\",\"y1\",\"x2\",\"y2\",\"score\"]},"
                + "\"tolerance\":{\"absolute\":0,\"relative\":1e-3}}";
        Random random = new Random(17);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            StringBuilder damaged = new StringBuilder(whole);
            for (int k = 0; k <= random.nextInt(3); k++) {
                damaged.setCharAt(random.nextInt(damaged.length()), (char) (32 + random.nextInt(95)));
            }
            try {
                read(damaged.toString());
            } catch (EngineException e) {
                refused++;
                assertThat(e.getMessage()).contains("net.soakline.json").doesNotContain("\n");
            }
        }
        assertThat(refused).isGreaterThan(2000);
    }

    @Test
    void requireFor_givenOutputsThatDoNotFit_saysWhatIsDeclaredAndWhatIsThere() throws Exception {
        OutputRule byName = outputs(read("{\"version\":1,\"outputs\":{\"kind\":\"embedding\",\"output\":\"z\"}}"));
        assertThatThrownBy(() -> byName.requireFor(List.of(floats("y", 1L))))
                .hasMessageContaining("speaks of output \"z\", the engine has y");
        OutputRule axis = outputs(read("{\"version\":1,\"outputs\":{\"kind\":\"classification\",\"axis\":2}}"));
        assertThatThrownBy(() -> axis.requireFor(List.of(floats("y", 1L, 10L))))
                .hasMessageContaining("classification along axis 2")
                .hasMessageContaining("FLOAT32 [1, 10]");
        OutputRule rows = outputs(read("""
                {"version":1,"outputs":{"kind":"detections","columns":["x1","y1","x2","y2","score","class"]}}"""));
        rows.requireFor(List.of(floats("y", 1L, 100L, 6L)));
        assertThatThrownBy(() -> rows.requireFor(List.of(floats("y", 2L, 100L, 6L))))
                .hasMessageContaining("rows of 6 columns");
        OutputRule tensors =
                outputs(read("{\"version\":1,\"outputs\":{\"kind\":\"detections\",\"boxes\":0,\"scores\":1}}"));
        tensors.requireFor(List.of(floats("boxes", 1L, 9L, 4L), floats("scores", 9L, 1L)));
        assertThatThrownBy(() -> tensors.requireFor(List.of(floats("boxes", 9L, 4L), floats("scores", 8L))))
                .hasMessageContaining("one element for each of 9 boxes");
    }
}
