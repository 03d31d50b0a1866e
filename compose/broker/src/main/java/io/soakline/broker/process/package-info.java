/** Starts and stops the broker's JVM. Imports nothing of Kafka: callers do not need the broker's jars. */
@NullMarked
package io.soakline.broker.process;

import org.jspecify.annotations.NullMarked;
