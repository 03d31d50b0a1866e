/** Change detectors over panes that ring at a stated false-alarm rate. Pure. */
@NullMarked
package io.soakline.drift;

import org.jspecify.annotations.NullMarked;
