/** What outputs mean: labels, regions, detections, vectors, by the model's declaration. */
@NullMarked
package io.soakline.produce.output.answer;

import org.jspecify.annotations.NullMarked;
