/** What watches devices while engines soak. */
@NullMarked
package io.soakline.produce.watch;

import org.jspecify.annotations.NullMarked;
