/** Engines run by ONNX Runtime: the reference to which compiled engines of the same ONNX file are compared. */
@NullMarked
package io.soakline.produce.onnxruntime;

import org.jspecify.annotations.NullMarked;
