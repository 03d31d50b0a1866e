package io.soakline.launch.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soakline.backtest.BacktestResult;
import io.soakline.backtest.BacktestSettings;
import io.soakline.backtest.ChangePoint;
import io.soakline.backtest.SeriesQuality;
import java.util.Locale;

/** The result of a backtest as JSON. */
final class BacktestJson {

    private BacktestJson() {}

    static ObjectNode of(BacktestResult result, String name) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put("series", name);
        all.put("n", result.n());
        all.put("mode", result.mode().name().toLowerCase(Locale.ROOT));
        ArrayNode points = all.putArray("changePoints");
        for (ChangePoint point : result.changePoints()) {
            points.add(of(point, result.mode()));
        }
        quality(all.putObject("quality"), result.quality());
        return all;
    }

    private static ObjectNode of(ChangePoint point, BacktestSettings.Mode mode) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("index", point.index());
        node.put("timestamp", point.timestamp());
        node.put("kind", point.kind().name().toLowerCase(Locale.ROOT));
        node.put("direction", point.direction().name().toLowerCase(Locale.ROOT));
        if (Double.isFinite(point.size())) {
            node.put("size", point.size());
        } else {
            node.putNull("size");
        }
        node.put("evidence", point.evidence());
        if (mode == BacktestSettings.Mode.ONLINE) {
            node.put("changeIndex", point.changeIndex());
        }
        return node;
    }

    private static void quality(ObjectNode node, SeriesQuality quality) {
        node.put("values", quality.values());
        node.put("missing", quality.missing());
        node.put("malformed", quality.malformed());
        node.put("firstMalformedLine", quality.firstMalformedLine());
        node.put("unreadableTimestamps", quality.unreadableTimestamps());
        node.put("duplicateTimestamps", quality.duplicateTimestamps());
        node.put("backwardTimestamps", quality.backwardTimestamps());
        node.put("gaps", quality.gaps());
    }
}
