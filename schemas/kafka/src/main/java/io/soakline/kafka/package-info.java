/** The one door to Kafka: no other package of the product names a Kafka client class. */
@NullMarked
package io.soakline.kafka;

import org.jspecify.annotations.NullMarked;
