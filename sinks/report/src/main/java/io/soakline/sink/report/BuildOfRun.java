package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.record.Build;
import org.jspecify.annotations.Nullable;

/**
 * The compile that an engine came from.
 *
 * @param number 1 for the first; rebuilds of one configuration count up
 * @param builtAt RFC 3339, UTC
 * @param seconds how long it took; null when not known
 * @param searchSeed what its search began with; null where nothing was searched for, and in records that do not tell
 */
@JsonPropertyOrder({"number", "buildId", "builtAt", "seconds", "searchSeed"})
public record BuildOfRun(
        int number,
        String buildId,
        @Nullable String builtAt,
        @Nullable Double seconds,
        @Nullable Long searchSeed) {

    static @Nullable BuildOfRun of(@Nullable Build build) {
        return build == null
                ? null
                : new BuildOfRun(
                        build.getNumber(),
                        build.getBuildId(),
                        Moments.rfc3339(build.getBuiltAtNanos()),
                        Finite.orNull(build.getSeconds()),
                        build.getSearchSeed());
    }
}
