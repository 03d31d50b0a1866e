package io.soakline.produce.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.npy.NpyFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFolderTest {

    private static final Offset<Float> EXACT = within(0f);

    @TempDir
    Path folder;

    private void describe(String channelOrder, String fit, String inputs) throws IOException {
        Files.writeString(folder.resolve("inputs.json"), """
                {"version":1,"name":"test","preprocessing":{"layout":"NCHW","width":4,"height":2,"channelOrder":"%s",
                "fit":"%s","scale":0.00390625,"mean":[0.5,0.5,0.5],"standardDeviation":[0.5,0.25,1.0],"padding":-7},
                "inputs":[%s]}
                """.formatted(channelOrder, fit, inputs));
    }

    private void picture(String name, int width, int height, int rgb) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, rgb);
            }
        }
        ImageIO.write(picture, "png", folder.resolve(name).toFile());
    }

    @Test
    void read_givenRgbPicture_normalisesEachChannelInOrder() throws Exception {
        picture("a.png", 4, 2, 0xff8040);
        describe("RGB", "stretch", "{\"file\":\"a.png\",\"label\":3}");
        InputSet inputs = InputFolder.read(folder, null, null);
        ByteBuffer tensor = inputs.input(0).get(0);
        assertThat(tensor.capacity()).isEqualTo(3 * 2 * 4 * 4);
        assertThat(tensor.getFloat(0)).isCloseTo((255 / 256f - 0.5f) / 0.5f, EXACT);
        assertThat(tensor.getFloat(8 * 4)).isCloseTo(0f, EXACT);
        assertThat(tensor.getFloat(16 * 4)).isCloseTo(64 / 256f - 0.5f, EXACT);
        assertThat(inputs.labels()).containsExactly(3);
        assertThat(inputs.name()).isEqualTo("test");
    }

    @Test
    void read_givenBgr_swapsRedAndBlue() throws Exception {
        picture("a.png", 4, 2, 0xff8040);
        describe("BGR", "stretch", "{\"file\":\"a.png\"}");
        ByteBuffer tensor = InputFolder.read(folder, null, null).input(0).get(0);
        assertThat(tensor.getFloat(0)).isCloseTo((64 / 256f - 0.5f) / 0.5f, EXACT);
        assertThat(tensor.getFloat(16 * 4)).isCloseTo(255 / 256f - 0.5f, EXACT);
    }

    @Test
    void read_givenNarrowPicture_padsOnTheRight() throws Exception {
        picture("a.png", 4, 4, 0xffffff);
        describe("RGB", "height", "{\"file\":\"a.png\"}");
        ByteBuffer tensor = InputFolder.read(folder, null, null).input(0).get(0);
        assertThat(tensor.getFloat(4)).isCloseTo((255 / 256f - 0.5f) / 0.5f, EXACT);
        assertThat(tensor.getFloat(2 * 4)).isEqualTo(-7f);
        assertThat(tensor.getFloat(3 * 4)).isEqualTo(-7f);
    }

    @Test
    void read_givenGreyPicture_takesLevelsAsTheyAre() throws Exception {
        BufferedImage grey = new BufferedImage(4, 2, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(0, 0, 0, 128);
        ImageIO.write(grey, "png", folder.resolve("a.png").toFile());
        describe("RGB", "stretch", "{\"file\":\"a.png\"}");
        assertThat(InputFolder.read(folder, null, null).input(0).get(0).getFloat(0))
                .isCloseTo(0f, EXACT);
    }

    @Test
    void read_givenLargerPicture_resizesBilinearly() throws Exception {
        BufferedImage picture = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, 0xff0000);
        ImageIO.write(picture, "png", folder.resolve("a.png").toFile());
        describe("RGB", "stretch", "{\"file\":\"a.png\"}");
        // The target pixel's centre lies in the middle of four source pixels, of which one is 255.
        assertThat(InputFolder.read(folder, null, null).input(0).get(0).getFloat(0))
                .isCloseTo((63.75f / 256 - 0.5f) / 0.5f, within(1e-7f));
    }

    @Test
    void digest_givenOtherPreprocessing_differs() throws Exception {
        picture("a.png", 4, 2, 0x808080);
        describe("RGB", "stretch", "{\"file\":\"a.png\"}");
        String rgb = InputFolder.read(folder, null, null).digest();
        describe("BGR", "stretch", "{\"file\":\"a.png\"}");
        assertThat(InputFolder.read(folder, null, null).digest())
                .isNotEqualTo(rgb)
                .matches("[0-9a-f]{32}");
    }

    @Test
    void read_givenNoDescription_saysWhatIsMissing() {
        assertThatThrownBy(() -> InputFolder.read(folder, null, null))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("it holds no inputs.json, no picture and no .npy file");
    }

    @Test
    void read_givenUnknownLayout_namesKeyValueAndExpectation() throws Exception {
        describe("GRB", "stretch", "{\"file\":\"a.png\"}");
        assertThatThrownBy(() -> InputFolder.read(folder, null, null))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("preprocessing.channelOrder is GRB, expected RGB or BGR");
    }

    @Test
    void read_givenLabelsForSomeInputsOnly_refuses() throws Exception {
        describe("RGB", "stretch", "{\"file\":\"a.png\",\"label\":1},{\"file\":\"b.png\"}");
        assertThatThrownBy(() -> InputFolder.read(folder, null, null))
                .hasMessageContaining("1 of 2 inputs have a label");
    }

    @Test
    void read_givenNegativeLabel_refuses() throws Exception {
        describe("RGB", "stretch", "{\"file\":\"a.png\",\"label\":-1}");
        assertThatThrownBy(() -> InputFolder.read(folder, null, null))
                .hasMessageContaining("a label is a class number from 0");
    }

    @Test
    void read_givenFileThatIsNoPicture_namesIt() throws Exception {
        Files.writeString(folder.resolve("a.png"), "no picture");
        describe("RGB", "stretch", "{\"file\":\"a.png\"}");
        assertThatThrownBy(() -> InputFolder.read(folder, null, null))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("a.png is not a picture");
    }

    @Test
    void read_givenMissingPicture_namesIt() throws Exception {
        describe("RGB", "stretch", "{\"file\":\"gone.png\"}");
        assertThatThrownBy(() -> InputFolder.read(folder, null, null))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("gone.png");
    }

    @Test
    void read_givenBrokenJson_saysWhere() throws Exception {
        Files.writeString(folder.resolve("inputs.json"), "{");
        assertThatThrownBy(() -> InputFolder.read(folder, null, null))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("inputs.json does not describe an input set");
    }

    private void array(String name, float... values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        NpyFile.write(file, ElementType.FLOAT32, List.of((long) values.length), bytes.rewind());
    }

    @Test
    void read_givenArraysWithoutDescription_takesThemByName() throws Exception {
        array("b.npy", 3, 4);
        array("a.npy", 1, 2);
        Files.writeString(folder.resolve("labels.csv"), "file,label\nb.npy,1\na.npy,0\n");
        Files.writeString(folder.resolve(".hidden"), "");
        InputSet inputs = InputFolder.read(folder, folder.resolve("labels.csv"), null);
        assertThat(inputs.size()).isEqualTo(2);
        assertThat(inputs.input(0).get(0).getFloat(4)).isEqualTo(2f);
        assertThat(inputs.labels()).containsExactly(0, 1);
        assertThat(inputs.name()).isEqualTo(String.valueOf(folder.getFileName()));
    }

    @Test
    void read_givenFoldersOfArrays_takesEachAsOneInputOfSeveralTensors() throws Exception {
        array("one/0.npy", 1, 2);
        array("one/1.npy", 5);
        array("two/0.npy", 3, 4);
        array("two/1.npy", 6);
        InputSet inputs = InputFolder.read(folder, null, null);
        assertThat(inputs.size()).isEqualTo(2);
        assertThat(inputs.input(1)).hasSize(2);
        assertThat(inputs.input(1).get(1).getFloat(0)).isEqualTo(6f);
    }

    @Test
    void read_givenArraysOfDifferentShape_namesBothFiles() throws Exception {
        array("a.npy", 1, 2);
        array("b.npy", 1);
        assertThatThrownBy(() -> InputFolder.read(folder, null, null))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("b.npy holds FLOAT32 [1]")
                .hasMessageContaining("a.npy FLOAT32 [2]");
    }

    @Test
    void read_givenFolderWithoutArrays_saysWhatBelongsThere() throws Exception {
        Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> InputFolder.read(folder, null, null)).hasMessageContaining("empty holds no 0.npy");
    }

    @Test
    void read_givenFileThatIsNoInput_refusesIt() throws Exception {
        array("a.npy", 1);
        Files.writeString(folder.resolve("b.webp"), "");
        assertThatThrownBy(() -> InputFolder.read(folder, null, null))
                .hasMessageContaining("b.webp is neither a picture");
    }

    @Test
    void read_givenPicturesAndDeclaredPreprocessing_usesItAndPrefersTheFoldersOwn() throws Exception {
        picture("a.png", 4, 2, 0xff8040);
        Preprocessing declared = new Preprocessing(
                "NCHW", 4, 2, "RGB", "stretch", 1.0, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), 0);
        assertThat(InputFolder.read(folder, null, declared).input(0).get(0).getFloat(0))
                .isEqualTo(255f);
        describe("RGB", "stretch", "{\"file\":\"a.png\"}");
        assertThat(InputFolder.read(folder, null, declared).input(0).get(0).getFloat(0))
                .isCloseTo((255 / 256f - 0.5f) / 0.5f, EXACT);
    }

    @Test
    void read_givenPicturesWithoutPreprocessing_saysWhereToDeclareIt() throws Exception {
        picture("a.png", 4, 2, 0xff8040);
        assertThatThrownBy(() -> InputFolder.read(folder, null, null))
                .hasMessageContaining("nothing declares how pictures become the model's input")
                .hasMessageContaining("MODEL.soakline.json");
    }

    @Test
    void digest_givenSameTensorsFromArrays_dependsOnTheirBytes() throws Exception {
        array("a.npy", 1, 2);
        String digest = InputFolder.read(folder, null, null).digest();
        array("a.npy", 1, 3);
        assertThat(InputFolder.read(folder, null, null).digest()).isNotEqualTo(digest);
    }
}
