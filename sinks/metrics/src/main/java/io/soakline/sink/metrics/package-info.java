/** Results as metrics: scraped by Prometheus, pushed by OpenTelemetry. */
@NullMarked
package io.soakline.sink.metrics;

import org.jspecify.annotations.NullMarked;
