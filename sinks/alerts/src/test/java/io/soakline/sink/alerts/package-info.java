@NullMarked
package io.soakline.sink.alerts;

import org.jspecify.annotations.NullMarked;
