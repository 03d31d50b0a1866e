package io.soakline.launch.commands;

import io.soakline.launch.ExitCode;
import io.soakline.launch.Home;
import io.soakline.launch.LaunchException;
import io.soakline.launch.bundle.BundleEngine;

/** The entry of the command line in a bundle, whose class path holds only what measuring needs. */
public final class BoardLauncher {

    private BoardLauncher() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        try {
            String word = Home.ofThisProcess().bundledEngine();
            BundleEngine engine = BundleEngine.of(word)
                    .orElseThrow(() -> new LaunchException("this bundle is damaged: it is for \"" + word
                            + "\", which is none of " + String.join(", ", BundleEngine.words()) + "; unpack it again"));
            return Launcher.withErrors(BoardCommand.commandLine(engine)).execute(arguments);
        } catch (LaunchException e) {
            System.err.println("soakline: " + e.getMessage());
            return ExitCode.ENVIRONMENT;
        }
    }
}
