package io.soakline.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LauncherWatchTest {

    @Test
    void whenGone_givenLauncherThatIsKilled_acts() throws Exception {
        Process launcher = new ProcessBuilder("sleep", "600").start();
        AtomicInteger acted = new AtomicInteger();
        CompletableFuture<Void> gone = LauncherWatch.whenGone(launcher.toHandle(), acted::incrementAndGet);
        assertThat(acted).hasValue(0);
        launcher.destroyForcibly();
        gone.get(30, TimeUnit.SECONDS);
        assertThat(acted).hasValue(1);
    }
}
