/** Power, clocks, heat and use of an NVIDIA GPU, read through NVML. */
@NullMarked
package io.soakline.produce.nvml;

import org.jspecify.annotations.NullMarked;
