/** What a device says about itself while it soaks: utilisation, pressure, clocks, temperatures, energy. */
@NullMarked
package io.soakline.produce.device;

import org.jspecify.annotations.NullMarked;
