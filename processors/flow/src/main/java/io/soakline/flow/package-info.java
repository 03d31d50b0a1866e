/** Reactor around the numbers: from inferences on the log to panes, windows, agreements and alerts on the log. */
@NullMarked
package io.soakline.flow;

import org.jspecify.annotations.NullMarked;
