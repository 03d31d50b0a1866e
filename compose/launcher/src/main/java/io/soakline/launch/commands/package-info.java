/** One class per command of the command line. */
@NullMarked
package io.soakline.launch.commands;

import org.jspecify.annotations.NullMarked;
