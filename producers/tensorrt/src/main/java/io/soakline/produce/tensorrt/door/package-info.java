/** The one place where CUDA and TensorRT are called, and the search for their libraries. */
@NullMarked
package io.soakline.produce.tensorrt.door;

import org.jspecify.annotations.NullMarked;
