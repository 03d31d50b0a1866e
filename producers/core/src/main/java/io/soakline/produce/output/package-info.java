/** What engines answer: canonical bytes, digests, sketches. */
@NullMarked
package io.soakline.produce.output;

import org.jspecify.annotations.NullMarked;
