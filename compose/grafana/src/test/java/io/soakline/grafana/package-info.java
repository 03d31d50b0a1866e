@NullMarked
package io.soakline.grafana;

import org.jspecify.annotations.NullMarked;
