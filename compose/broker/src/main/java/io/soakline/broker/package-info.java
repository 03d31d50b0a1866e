/** A one-node Kafka broker, for machines that have none: in this JVM, or in one of its own. */
@NullMarked
package io.soakline.broker;

import org.jspecify.annotations.NullMarked;
