/** The report of an audit as one HTML file that asks for nothing from outside and needs no script. */
@NullMarked
package io.soakline.sink.report.html;

import org.jspecify.annotations.NullMarked;
