/** The service interface through which every compiler's engines are built, opened and called. */
@NullMarked
package io.soakline.produce.engine;

import org.jspecify.annotations.NullMarked;
