package io.soakline.sink.metrics;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.resources.Resource;

/** A family with its points, as the SDK's exporters take them. */
record OtlpMetric(Resource resource, Family family, MetricDataType type, Data<?> data) implements MetricData {

    private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("io.soakline");

    @Override
    public Resource getResource() {
        return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return SCOPE;
    }

    @Override
    public String getName() {
        return family.name();
    }

    @Override
    public String getDescription() {
        return family.help();
    }

    @Override
    public String getUnit() {
        return family.unit().ucum;
    }

    @Override
    public MetricDataType getType() {
        return type;
    }

    @Override
    public Data<?> getData() {
        return data;
    }
}
