package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeasurementTest {

    @ParameterizedTest
    @EnumSource
    void names_areDistinctWithoutRegardToCase(Measurement measurement) {
        List<String> names = new ArrayList<>(measurement.tags());
        measurement.fields().forEach(field -> names.add(field.name()));
        names.add("timestamp");
        names.add("time");

        assertThat(names.stream().map(name -> name.toLowerCase(Locale.ROOT))).doesNotHaveDuplicates();
        assertThat(names).allMatch(name -> name.matches("[a-z][A-Za-z0-9]*"));
    }

    @ParameterizedTest
    @EnumSource
    void everyTagAndField_isFilledByTheMapping(Measurement measurement) {
        List<Point> points = SampleRecords.points().stream()
                .filter(point -> point.measurement() == measurement)
                .toList();

        assertThat(points.stream()
                        .flatMap(point -> point.fields().keySet().stream())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        measurement.fields().stream().map(Column::name).toList());
        assertThat(points)
                .allSatisfy(point -> assertThat(point.tags().keySet()).containsExactlyElementsOf(measurement.tags()));
        assertThat(points).allSatisfy(point -> assertThat(point.tags()).doesNotContainValue(Point.UNKNOWN_TAG));
    }

    @ParameterizedTest
    @EnumSource
    void table_keepsOneRowPerTimestampAndTags(Measurement measurement) {
        String statement = TableDdl.statement(measurement);

        String keys = statement.substring(statement.indexOf("DEDUP UPSERT KEYS"));
        assertThat(keys)
                .isEqualTo("DEDUP UPSERT KEYS(timestamp, \"" + String.join("\", \"", measurement.tags()) + "\")");
        assertThat(statement)
                .startsWith("CREATE TABLE IF NOT EXISTS " + measurement.table() + " (timestamp TIMESTAMP_NS, ");
    }
}
