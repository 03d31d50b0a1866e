package io.soakline.launch.commands;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** What a command line did: its exit code and what it wrote. */
record Invocation(int exit, String out, String err) {

    static Invocation of(String... arguments) {
        return fed("", arguments);
    }

    /** @param in standard input */
    static Invocation fed(String in, String... arguments) {
        PrintStream outBefore = System.out;
        InputStream inBefore = System.in;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setIn(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)));
        try {
            CommandLine commandLine = Launcher.commandLine();
            commandLine.setErr(new PrintWriter(err, true));
            commandLine.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
            int exit = commandLine.execute(arguments);
            return new Invocation(exit, out.toString(StandardCharsets.UTF_8), err.toString());
        } finally {
            System.setOut(outBefore);
            System.setIn(inBefore);
        }
    }
}
