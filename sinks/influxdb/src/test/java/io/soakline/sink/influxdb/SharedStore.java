package io.soakline.sink.influxdb;

import io.soakline.store.EmbeddedStore;
import io.soakline.store.StoreException;
import java.nio.file.Path;

/** For tests that begin with {@link #empty}. */
final class SharedStore extends SharedServer<EmbeddedStore> {

    SharedStore() {
        super(EmbeddedStore.class, EmbeddedStore::close);
    }

    @Override
    EmbeddedStore start(Path folder) throws StoreException {
        return EmbeddedStore.start(folder, 0, TableDdl.statements());
    }

    static void empty(EmbeddedStore store) throws StoreException {
        for (String table : TableDdl.tables()) {
            store.query("TRUNCATE TABLE " + table);
        }
    }
}
