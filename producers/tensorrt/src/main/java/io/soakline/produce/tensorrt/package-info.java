/** Engines compiled and run by TensorRT: options, identity of what was built, and the engine behind a door that alone knows the GPU. */
@NullMarked
package io.soakline.produce.tensorrt;

import org.jspecify.annotations.NullMarked;
