package io.soakline.sink.influxdb;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.domain.Bucket;
import com.influxdb.client.domain.BucketRetentionRules;
import com.influxdb.client.domain.Organization;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A bucket of InfluxDB 2. InfluxDB 3 makes its databases by itself. */
final class BucketSetup implements InfluxSetup {

    private final InfluxDBClient client;
    private final InfluxSettings.Bucket target;
    private final Duration retention;

    BucketSetup(InfluxDBClient client, InfluxSettings.Bucket target, Duration retention) {
        this.client = client;
        this.target = target;
        this.retention = retention;
    }

    @Override
    public Mono<Void> create() {
        return Mono.<Void>fromRunnable(this::createBlocking).subscribeOn(Schedulers.boundedElastic());
    }

    private void createBlocking() {
        Bucket bucket = new Bucket();
        bucket.setName(target.name());
        bucket.setOrgID(orgId());
        if (!retention.isZero()) {
            BucketRetentionRules rule = new BucketRetentionRules();
            rule.setEverySeconds((int) Math.min(Integer.MAX_VALUE, retention.toSeconds()));
            bucket.getRetentionRules().add(rule);
        }
        client.getBucketsApi().createBucket(bucket);
    }

    private String orgId() {
        return client.getOrganizationsApi().findOrganizations().stream()
                .filter(org -> target.org().equals(org.getName()))
                .map(Organization::getId)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the token shows no organisation " + target.org()));
    }

    @Override
    public String command() {
        String keep = retention.isZero() ? "0" : retention.toHours() + "h";
        return "influx bucket create --org '" + target.org() + "' --name '" + target.name() + "' --retention " + keep;
    }
}
