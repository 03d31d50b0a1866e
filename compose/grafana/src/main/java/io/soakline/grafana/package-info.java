/** Dashboards and alert rules for Grafana, made from one description for InfluxDB and QuestDB. */
@NullMarked
package io.soakline.grafana;

import org.jspecify.annotations.NullMarked;
