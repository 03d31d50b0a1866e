/** ONNX files as protobuf messages, and their conversion to half precision. */
@NullMarked
package io.soakline.produce.tensorrt.onnx;

import org.jspecify.annotations.NullMarked;
