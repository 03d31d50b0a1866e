package io.soakline.launch.bundle;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a bundle can be made for. */
public enum Platform {
    LINUX_X86_64("linux-x86_64", "amd64", 0x3e, "(x86_64|amd64|x64)"),
    LINUX_ARM64("linux-arm64", "aarch64", 0xb7, "(aarch64|arm64)");

    private static final Pattern NATIVE =
            Pattern.compile(".*(\\.so(\\.[0-9]+)*|\\.dll|\\.dylib|\\.jnilib|\\.a|\\.lib)|.*\\.dSYM/.*");

    private final String word;
    private final String osArch;
    private final int elfMachine;
    private final Pattern folder;

    Platform(String word, String osArch, int elfMachine, String architecture) {
        this.word = word;
        this.osArch = osArch;
        this.elfMachine = elfMachine;
        folder = Pattern.compile("(^|.*/)[lL]inux[-/]" + architecture + "/.*");
    }

    /** The platform with that word; empty when there is none. */
    public static Optional<Platform> of(String word) {
        return Arrays.stream(values())
                .filter(platform -> platform.word.equals(word))
                .findFirst();
    }

    /** The one that this process runs on; empty when no bundle can be made for it. */
    public static Optional<Platform> ofThisHost() {
        return System.getProperty("os.name").equals("Linux")
                ? Arrays.stream(values())
                        .filter(platform -> platform.osArch.equals(System.getProperty("os.arch")))
                        .findFirst()
                : Optional.empty();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Platform::word).collect(Collectors.toList());
    }

    /** As JavaCPP names it, in classifiers and on the command line. */
    public String word() {
        return word;
    }

    /** {@code e_machine} of its ELF files. */
    int elfMachine() {
        return elfMachine;
    }

    /**
     * Whether an entry of a jar is of use there: anything but native code of other platforms.
     *
     * @param entry its name; native code lies in folders such as {@code linux/amd64} or {@code linux-aarch64}
     */
    boolean uses(String entry) {
        return !NATIVE.matcher(entry).matches() || folder.matcher(entry).matches();
    }
}
