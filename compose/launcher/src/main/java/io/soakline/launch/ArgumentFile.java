package io.soakline.launch;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Arguments of the {@code java} command in a file, for {@code java @FILE}: one a line, quoted as its launcher reads them.
 *
 * <p>The command line itself stays short. ONNX Runtime 1.29 reads its process's command line in a way that ends the stack,
 * and with it the process, when one argument has about 4,000 characters; a class path under a deep folder, or many engines,
 * are longer.
 */
final class ArgumentFile {

    private ArgumentFile() {}

    static Path write(Path file, List<String> arguments) throws IOException {
        // The launcher reads bytes as it reads its own arguments.
        return Files.write(file, arguments.stream().map(ArgumentFile::quoted).toList(), Charset.forName(encoding()));
    }

    private static String encoding() {
        return System.getProperty("sun.jnu.encoding", "UTF-8");
    }

    private static String quoted(String argument) {
        if (argument.indexOf('\n') >= 0 || argument.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("an argument of a process has a line break: " + argument);
        }
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
