@NullMarked
package io.soakline.launch.commands;

import org.jspecify.annotations.NullMarked;
