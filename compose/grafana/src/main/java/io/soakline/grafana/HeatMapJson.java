package io.soakline.grafana;

import static io.soakline.grafana.Json.object;

import java.util.Map;

/**
 * A heat map of counts that are ready made. Its rows are ordinal, each from the edge that names the one below to the edge that
 * names it.
 */
final class HeatMapJson {

    private HeatMapJson() {}

    /** @param unit of the edges that name the series */
    static Map<String, Object> options(String unit) {
        return object(
                "calculate",
                false,
                "rowsFrame",
                object("layout", "le", "value", "inferences"),
                "yAxis",
                object("axisPlacement", "left", "unit", unit),
                "cellGap",
                0,
                "cellValues",
                object("unit", "short"),
                "showValue",
                "never",
                // Empty buckets name an edge and are not drawn.
                "filterValues",
                object("le", 1e-9),
                "color",
                object(
                        "mode",
                        "scheme",
                        "scheme",
                        "Viridis",
                        "fill",
                        "dark-orange",
                        "reverse",
                        false,
                        "scale",
                        "exponential",
                        "exponent",
                        0.5,
                        "steps",
                        64),
                "exemplars",
                object("color", "rgba(255,0,255,0.7)"),
                "tooltip",
                object("mode", "single", "yHistogram", true, "showColorScale", true),
                "legend",
                object("show", true));
    }
}
