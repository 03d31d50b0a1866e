/** The live page: a small web server that shows a soak while it runs. */
@NullMarked
package io.soakline.sink.page;

import org.jspecify.annotations.NullMarked;
