package io.soakline.produce.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.soakline.produce.engine.EngineException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFolderTest {

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
        InputSet inputs = PictureFolder.read(folder);
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
        ByteBuffer tensor = PictureFolder.read(folder).input(0).get(0);
        assertThat(tensor.getFloat(0)).isCloseTo((64 / 256f - 0.5f) / 0.5f, EXACT);
        assertThat(tensor.getFloat(16 * 4)).isCloseTo(255 / 256f - 0.5f, EXACT);
    }

    @Test
    void read_givenNarrowPicture_padsOnTheRight() throws Exception {
        picture("a.png", 4, 4, 0xffffff);
        describe("RGB", "height", "{\"file\":\"a.png\"}");
        ByteBuffer tensor = PictureFolder.read(folder).input(0).get(0);
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
        assertThat(PictureFolder.read(folder).input(0).get(0).getFloat(0)).isCloseTo(0f, EXACT);
    }

    @Test
    void read_givenLargerPicture_resizesBilinearly() throws Exception {
        BufferedImage picture = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, 0xff0000);
        ImageIO.write(picture, "png", folder.resolve("a.png").toFile());
        describe("RGB", "stretch", "{\"file\":\"a.png\"}");
        // The target pixel's centre lies in the middle of four source pixels, of which one is 255.
        assertThat(PictureFolder.read(folder).input(0).get(0).getFloat(0))
                .isCloseTo((63.75f / 256 - 0.5f) / 0.5f, within(1e-7f));
    }

    @Test
    void digest_givenOtherPreprocessing_differs() throws Exception {
        picture("a.png", 4, 2, 0x808080);
        describe("RGB", "stretch", "{\"file\":\"a.png\"}");
        String rgb = PictureFolder.read(folder).digest();
        describe("BGR", "stretch", "{\"file\":\"a.png\"}");
        assertThat(PictureFolder.read(folder).digest()).isNotEqualTo(rgb).matches("[0-9a-f]{32}");
    }

    @Test
    void read_givenNoDescription_saysWhatIsMissing() {
        assertThatThrownBy(() -> PictureFolder.read(folder))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("cannot read inputs.json");
    }

    @Test
    void read_givenUnknownLayout_namesKeyValueAndExpectation() throws Exception {
        describe("GRB", "stretch", "{\"file\":\"a.png\"}");
        assertThatThrownBy(() -> PictureFolder.read(folder))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("preprocessing.channelOrder is GRB, expected RGB or BGR");
    }

    @Test
    void read_givenLabelsForSomeInputsOnly_refuses() throws Exception {
        describe("RGB", "stretch", "{\"file\":\"a.png\",\"label\":1},{\"file\":\"b.png\"}");
        assertThatThrownBy(() -> PictureFolder.read(folder)).hasMessageContaining("1 of 2 inputs have a label");
    }

    @Test
    void read_givenFileThatIsNoPicture_namesIt() throws Exception {
        Files.writeString(folder.resolve("a.png"), "no picture");
        describe("RGB", "stretch", "{\"file\":\"a.png\"}");
        assertThatThrownBy(() -> PictureFolder.read(folder))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("a.png is not a picture");
    }

    @Test
    void read_givenMissingPicture_namesIt() throws Exception {
        describe("RGB", "stretch", "{\"file\":\"gone.png\"}");
        assertThatThrownBy(() -> PictureFolder.read(folder))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("gone.png");
    }

    @Test
    void read_givenBrokenJson_saysWhere() throws Exception {
        Files.writeString(folder.resolve("inputs.json"), "{");
        assertThatThrownBy(() -> PictureFolder.read(folder))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("inputs.json does not describe an input set");
    }
}
