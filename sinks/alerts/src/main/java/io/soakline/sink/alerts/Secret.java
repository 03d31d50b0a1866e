package io.soakline.sink.alerts;

/** Text that must not be shown: a token, or an address with one in it. Prints as nothing telling. */
public record Secret(String value) {

    @Override
    public String toString() {
        return "(not shown)";
    }
}
