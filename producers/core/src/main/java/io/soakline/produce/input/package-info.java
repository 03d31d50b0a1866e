/** What engines are fed: image folders with declared pre-processing, and generated inputs. */
@NullMarked
package io.soakline.produce.input;

import org.jspecify.annotations.NullMarked;
