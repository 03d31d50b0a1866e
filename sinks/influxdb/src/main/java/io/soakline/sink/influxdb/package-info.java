/** Writes what the processors found to InfluxDB, or to anything that takes its line protocol at {@code /api/v2/write}. */
@NullMarked
package io.soakline.sink.influxdb;

import org.jspecify.annotations.NullMarked;
