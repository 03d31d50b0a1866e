/** What explains a slow inference or an alarm, from what was measured at that moment. Pure. */
@NullMarked
package io.soakline.cause;

import org.jspecify.annotations.NullMarked;
