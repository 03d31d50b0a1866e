package io.soakline.launch;

import java.io.IOException;

/** Spins on as many threads as it is told until its standard input ends. */
public final class CpuBurner {

    private CpuBurner() {}

    public static void main(String[] arguments) throws IOException {
        for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
            Thread burner = new Thread(CpuBurner::burn, "burner-" + i);
            burner.setDaemon(true);
            burner.start();
        }
        while (System.in.read() >= 0) {
            // Whatever comes is ignored: only the end counts, which is the end of the parent too.
        }
    }

    private static void burn() {
        while (true) {
            Thread.onSpinWait();
        }
    }
}
