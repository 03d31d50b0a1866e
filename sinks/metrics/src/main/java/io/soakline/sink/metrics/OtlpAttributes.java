package io.soakline.sink.metrics;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

/** Labels as attributes, by the same names. */
final class OtlpAttributes {

    private OtlpAttributes() {}

    static Attributes of(Labels labels) {
        AttributesBuilder attributes = Attributes.builder();
        for (int i = 0; i < labels.names().size(); i++) {
            attributes.put(
                    AttributeKey.stringKey(labels.names().get(i)),
                    labels.values().get(i));
        }
        return attributes.build();
    }
}
