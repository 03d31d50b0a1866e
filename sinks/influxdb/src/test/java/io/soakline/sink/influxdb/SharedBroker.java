package io.soakline.sink.influxdb;

import io.soakline.broker.EmbeddedBroker;
import io.soakline.broker.process.BrokerException;
import java.nio.file.Path;
import java.util.Map;

/** For tests with topics of their own, {@link TestLog}. */
final class SharedBroker extends SharedServer<EmbeddedBroker> {

    SharedBroker() {
        super(EmbeddedBroker.class, EmbeddedBroker::close);
    }

    @Override
    EmbeddedBroker start(Path folder) throws BrokerException {
        return EmbeddedBroker.start(folder, 0, Map.of());
    }
}
