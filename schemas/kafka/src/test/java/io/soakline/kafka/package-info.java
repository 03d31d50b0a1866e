@NullMarked
package io.soakline.kafka;

import org.jspecify.annotations.NullMarked;
