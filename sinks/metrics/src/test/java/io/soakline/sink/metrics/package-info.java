@NullMarked
package io.soakline.sink.metrics;

import org.jspecify.annotations.NullMarked;
