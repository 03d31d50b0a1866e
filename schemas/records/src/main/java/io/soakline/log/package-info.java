/** How records are written on the log: topics, keys, bytes. */
@NullMarked
package io.soakline.log;

import org.jspecify.annotations.NullMarked;
