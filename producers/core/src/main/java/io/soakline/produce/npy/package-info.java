/** Tensors in NumPy's file format. */
@NullMarked
package io.soakline.produce.npy;

import org.jspecify.annotations.NullMarked;
