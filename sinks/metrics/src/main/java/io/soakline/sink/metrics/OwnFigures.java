package io.soakline.sink.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;

/** What other parts of the process tell of themselves. Thread-safe. */
final class OwnFigures {

    private record Figure(Family family, DoubleSupplier value) {}

    private final List<Figure> figures = new CopyOnWriteArrayList<>();

    void add(Family family, DoubleSupplier value) {
        if (figures.stream().anyMatch(figure -> figure.family.name().equals(family.name()))) {
            throw new IllegalArgumentException("there is a figure " + family.name() + " already");
        }
        figures.add(new Figure(family, value));
    }

    void read(Readings readings) {
        figures.forEach(figure -> readings.add(figure.family, Labels.NONE, figure.value.getAsDouble()));
    }
}
