/** The numbers: panes, windows, bounds, verdicts. Pure: time and data come as arguments, nothing is read or started. */
@NullMarked
package io.soakline.statistics;

import org.jspecify.annotations.NullMarked;
