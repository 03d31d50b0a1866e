package io.soakline.produce.nvml;

import java.util.List;
import java.util.Map;

/** One device as NVML tells of it. One class calls NVML; another plays recorded values back for tests. */
interface Nvml extends AutoCloseable {

    /** Name, identity and driver, in one line. */
    String description();

    /** Where it is on the bus, as CUDA names it: {@code 0000:0f:00.0}. */
    String bus();

    /** What the board says of itself and of its settings; what it refuses to say is left out. */
    Map<String, String> facts();

    /** Reads one quantity in its own unit. */
    Answer read(NvmlQuantity quantity);

    /** The board's power as the driver has recorded it after that time, oldest first. */
    PowerHistory powerHistory(long afterMicros);

    @Override
    void close();

    /** @param atMicros since 1970, by the driver */
    record RecordedPower(long atMicros, double milliwatts) {}

    /**
     * Power in the past.
     *
     * @param refusal why there is none; empty when there is, or nothing new
     */
    record PowerHistory(List<RecordedPower> recorded, String refusal) {}

    /**
     * What NVML answers.
     *
     * @param value NaN when there is none
     * @param refusal why there is none; empty when there is
     */
    record Answer(double value, String refusal) {

        static Answer of(double value) {
            return new Answer(value, "");
        }

        static Answer refused(String why) {
            return new Answer(Double.NaN, why);
        }

        /** All bits set, or so high that only DCGM's and NVML's placeholders are: no measurement. */
        static Answer ofCounter(long raw, double perUnit) {
            return raw < 0 || raw >= 0x7ffffffffffffff0L
                    ? refused("a placeholder instead of a value")
                    : of((double) raw * perUnit);
        }

        static Answer ofUnsigned(int raw) {
            return raw == -1 ? refused("a placeholder instead of a value") : of((double) Integer.toUnsignedLong(raw));
        }
    }
}
