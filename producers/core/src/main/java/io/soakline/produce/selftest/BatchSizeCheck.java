package io.soakline.produce.selftest;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.soak.SoakClock;
import io.soakline.record.SelfTestKind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A row must give the same output in batches of other sizes, that is, from engines of the same compiler built for these. */
final class BatchSizeCheck implements Check {

    private final SoakClock clock;
    private final Duration limit;

    BatchSizeCheck(SoakClock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public SelfTestKind kind() {
        return SelfTestKind.BATCH_SIZE;
    }

    @Override
    public Finding run(Subject subject) throws EngineException {
        int batch = BatchRows.batch(subject.manifest());
        if (batch == 0) {
            return Finding.notOffered("inputs and outputs share no first extent: the engine takes no batch");
        }
        List<Subject.Companion> others = subject.companions().stream()
                .filter(c -> fits(subject, batch, c))
                .toList();
        if (others.isEmpty()) {
            return Finding.notOffered("no companion engine of compiler "
                    + subject.manifest().compiler() + " takes the same rows in batches of another size than " + batch);
        }
        Tally tally = new Tally();
        List<String> sizes = new ArrayList<>();
        for (Subject.Companion other : others) {
            compare(subject, batch, other, tally);
            sizes.add(Integer.toString(BatchRows.batch(other.manifest())));
        }
        return tally.finding("rows gave the same outputs in batches of " + batch + " and " + String.join(", ", sizes));
    }

    private static boolean fits(Subject subject, int batch, Subject.Companion companion) {
        int other = BatchRows.batch(companion.manifest());
        return other > 0
                && other != batch
                && companion.manifest().compiler().equals(subject.manifest().compiler())
                && BatchRows.sameRows(companion.manifest(), subject.manifest());
    }

    private void compare(Subject subject, int batch, Subject.Companion companion, Tally tally) throws EngineException {
        TimeLimit time = new TimeLimit(clock, limit);
        int otherBatch = BatchRows.batch(companion.manifest());
        try (Instance one = new Instance(subject.opener().open(subject.settings()), null);
                Instance other = new Instance(companion.opener().open(subject.settings()), null)) {
            for (int i = 0; i < subject.inputs().size() && !time.reached(); i++) {
                int input = i;
                List<ByteBuffer> row = BatchRows.row(
                        subject.inputs().input(i),
                        BatchRows.rowSpecs(subject.manifest().inputs()),
                        0);
                one.infer(BatchRows.repeated(row, batch));
                other.infer(BatchRows.repeated(row, otherBatch));
                tally.add(
                        one.rows(1).equals(other.rows(1)),
                        () -> "input " + input + ", row 0: a batch of " + otherBatch
                                + " gave another output than one of " + batch);
            }
        }
    }
}
