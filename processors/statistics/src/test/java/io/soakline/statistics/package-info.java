@NullMarked
package io.soakline.statistics;

import org.jspecify.annotations.NullMarked;
