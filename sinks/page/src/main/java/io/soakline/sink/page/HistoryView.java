package io.soakline.sink.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** History as columns, oldest first. */
record HistoryView(
        List<Long> endMillis,
        List<Integer> seconds,
        List<Long> n,
        List<@Nullable Double> p50Nanos,
        List<@Nullable Double> p90Nanos,
        List<@Nullable Double> p99Nanos,
        List<@Nullable Double> p999Nanos,
        List<@Nullable Long> maxNanos) {

    static HistoryView of(List<Point> points) {
        return new HistoryView(
                points.stream().map(Point::endMillis).toList(),
                points.stream().map(Point::seconds).toList(),
                points.stream().map(Point::n).toList(),
                column(points, Point::p50Nanos),
                column(points, Point::p90Nanos),
                column(points, Point::p99Nanos),
                column(points, Point::p999Nanos),
                column(points, Point::maxNanos));
    }

    private static <T> List<@Nullable T> column(List<Point> points, Function<Point, @Nullable T> value) {
        List<@Nullable T> column = new ArrayList<>(points.size());
        for (Point point : points) {
            column.add(value.apply(point));
        }
        return column;
    }
}
