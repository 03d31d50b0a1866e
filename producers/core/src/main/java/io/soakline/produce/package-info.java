/** The producer process and its line protocol with the launcher. */
@NullMarked
package io.soakline.produce;

import org.jspecify.annotations.NullMarked;
