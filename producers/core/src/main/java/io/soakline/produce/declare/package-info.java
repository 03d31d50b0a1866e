/** What the owner of a model declares of it, in a small file beside the model. */
@NullMarked
package io.soakline.produce.declare;

import org.jspecify.annotations.NullMarked;
