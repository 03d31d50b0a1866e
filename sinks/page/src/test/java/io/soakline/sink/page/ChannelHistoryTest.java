package io.soakline.sink.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.DeviceChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChannelHistoryTest {

    private static DeviceChannel channel(boolean counter, @Nullable String notOffered, Double... values) {
        return DeviceChannel.newBuilder()
                .setQuantity(counter ? "energyJoules" : "cpuUtilisationPercent")
                .setSensor("s")
                .setCounter(counter)
                .setAveragingNanos(null)
                .setNotOffered(notOffered)
                .setValues(List.of(values))
                .build();
    }

    private static List<Long> seconds(long... seconds) {
        return LongStream.of(seconds).map(TimeUnit.SECONDS::toNanos).boxed().toList();
    }

    @Test
    void accept_givenGauge_keepsMeanAndMaximumOfEachBucket() {
        DeviceChannel channel = channel(false, null, 10.0, 30.0, 50.0);
        ChannelHistory history = new ChannelHistory(channel);

        history.accept(channel, seconds(1, 2, 11));

        Views.ChannelView view = history.view();
        assertThat(view.endMillis()).containsExactly(10_000L, 20_000L);
        assertThat(view.mean()).containsExactly(20.0, 50.0);
        assertThat(view.max()).containsExactly(30.0, 50.0);
        assertThat(view.last()).isEqualTo(50.0);
    }

    @Test
    void accept_givenCounter_keepsItsRateAndSkipsARestart() {
        DeviceChannel channel = channel(true, null, 100.0, 120.0, 5.0, 15.0);
        ChannelHistory history = new ChannelHistory(channel);

        history.accept(channel, seconds(1, 3, 4, 6));

        assertThat(history.view().mean()).containsExactly((10.0 + 5.0) / 2);
        assertThat(history.view().last()).isEqualTo(5.0);
    }

    @Test
    void accept_givenFailedOrRepeatedReadings_leavesThemOut() {
        DeviceChannel channel = channel(false, null, 10.0, Double.NaN);
        ChannelHistory history = new ChannelHistory(channel);

        history.accept(channel, seconds(1, 2));
        history.accept(channel, seconds(1, 2));

        assertThat(history.view().mean()).containsExactly(10.0);
    }

    @Test
    void view_givenSensorThatIsNotOffered_saysWhy() {
        DeviceChannel channel = channel(false, "no such sensor");
        ChannelHistory history = new ChannelHistory(channel);

        history.accept(channel, seconds(1));

        assertThat(history.view().notOffered()).isEqualTo("no such sensor");
        assertThat(history.view().last()).isNull();
    }
}
