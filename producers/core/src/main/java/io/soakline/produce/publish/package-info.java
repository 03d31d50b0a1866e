/** Where records go: the port, and Kafka or memory behind it. */
@NullMarked
package io.soakline.produce.publish;

import org.jspecify.annotations.NullMarked;
