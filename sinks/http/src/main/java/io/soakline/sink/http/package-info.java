/** How long to leave a server alone before the same thing is sent again. */
@NullMarked
package io.soakline.sink.http;

import org.jspecify.annotations.NullMarked;
