package io.soakline.produce.tensorrt.audit;

/** Says a line of the summary. */
interface Sayer {

    /** @param format as {@link String#format} takes it */
    void say(String format, Object... values);
}
