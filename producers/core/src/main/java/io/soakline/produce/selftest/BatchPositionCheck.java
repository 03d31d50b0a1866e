package io.soakline.produce.selftest;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.soak.SoakClock;
import io.soakline.record.SelfTestKind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** Identical rows of a batch must give identical outputs, whatever their position. */
final class BatchPositionCheck implements Check {

    private final SoakClock clock;
    private final Duration limit;

    BatchPositionCheck(SoakClock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public SelfTestKind kind() {
        return SelfTestKind.BATCH_POSITION;
    }

    @Override
    public Finding run(Subject subject) throws EngineException {
        int batch = BatchRows.batch(subject.manifest());
        if (batch < 2) {
            return Finding.notOffered(
                    batch == 0
                            ? "inputs and outputs share no first extent: the engine takes no batch"
                            : "the engine takes one row at a time");
        }
        Tally tally = new Tally();
        TimeLimit time = new TimeLimit(clock, limit);
        try (Instance instance = subject.open()) {
            for (int input = 0; input < subject.inputs().size() && !time.reached(); input++) {
                for (int row = 0; row < batch && !time.reached(); row++) {
                    compare(subject, instance, batch, input, row, tally);
                }
            }
        }
        return tally.finding("identical rows gave identical outputs at all " + batch + " positions");
    }

    private static void compare(Subject subject, Instance instance, int batch, int input, int row, Tally tally)
            throws EngineException {
        List<ByteBuffer> rows = BatchRows.row(
                subject.inputs().input(input),
                BatchRows.rowSpecs(subject.manifest().inputs()),
                row);
        instance.infer(BatchRows.repeated(rows, batch));
        List<Instance.Output> outputs = instance.rows(batch);
        for (int position = 1; position < batch; position++) {
            int at = position;
            tally.add(
                    outputs.get(position).equals(outputs.get(0)),
                    () -> "input " + input + ", row " + row + ": position " + at + " of a batch of " + batch
                            + " gave another output than position 0");
        }
    }
}
