/** How far outputs agree: between two runs, and in a group of runs among which one factor varies. Pure. */
@NullMarked
package io.soakline.agreement;

import org.jspecify.annotations.NullMarked;
