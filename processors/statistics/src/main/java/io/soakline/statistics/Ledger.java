package io.soakline.statistics;

/**
 * Where everything went, in inferences. Three sums always close:
 *
 * <pre>
 * produced = received + lost
 * received = decoded + malformed
 * decoded  = paned + late + duplicate
 * </pre>
 *
 * <p>A run announces how many inferences it handed to the log. Things that no run announced can be on the log as well: a
 * second copy of an inference, and a record that nobody can decode. Each copy counts as one inference produced and
 * received; so does each malformed record, whatever it held, since nobody can say. If it held announced inferences, those
 * are missing from their run's sequence and count as lost. Hence {@code produced = announced + duplicate + malformed}.
 *
 * @param produced put on the log
 * @param received read from the log
 * @param malformed records that could not be decoded
 * @param decoded read and understood
 * @param paned in a pane
 * @param late understood, but their pane had closed
 * @param duplicate understood, but seen before
 * @param lost announced and never received
 */
public record Ledger(
        long produced, long received, long malformed, long decoded, long paned, long late, long duplicate, long lost) {

    public static final Ledger EMPTY = new Ledger(0, 0, 0, 0, 0, 0, 0, 0);

    /** One run, or several, from its panes: {@code paned} is the sum of their inferences, {@code loss} of their losses. */
    public static Ledger of(long paned, Loss loss) {
        long decoded = loss.received();
        return new Ledger(
                decoded + loss.lost(), decoded, 0, decoded, paned, loss.late(), loss.duplicate(), loss.lost());
    }

    /** The same for one run of which is known that it announced {@code announced} inferences. */
    public static Ledger of(long announced, long paned, Loss loss) {
        Ledger fromPanes = of(paned, loss);
        long lost = Math.max(0, announced - paned - loss.late());
        return new Ledger(
                fromPanes.received + lost,
                fromPanes.received,
                0,
                fromPanes.decoded,
                paned,
                loss.late(),
                loss.duplicate(),
                lost);
    }

    /** Records of the inferences topic that went to the dead letters. */
    public static Ledger ofMalformed(long records) {
        return new Ledger(records, records, records, 0, 0, 0, 0, 0);
    }

    public Ledger plus(Ledger other) {
        return new Ledger(
                produced + other.produced,
                received + other.received,
                malformed + other.malformed,
                decoded + other.decoded,
                paned + other.paned,
                late + other.late,
                duplicate + other.duplicate,
                lost + other.lost);
    }

    /** What the runs announced: produced without copies and undecodable records. */
    public long announced() {
        return produced - duplicate - malformed;
    }

    /** Whether the three sums close. They do not only when panes contradict themselves. */
    public boolean closes() {
        return produced == received + lost && received == decoded + malformed && decoded == paned + late + duplicate;
    }
}
