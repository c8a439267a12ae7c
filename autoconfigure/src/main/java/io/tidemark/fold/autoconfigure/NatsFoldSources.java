package io.tidemark.fold.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.nats.client.Connection;
import io.tidemark.fold.FoldSource;
import io.tidemark.fold.FoldSourceFactory;
import io.tidemark.fold.nats.NatsKvFoldSource;
import io.tidemark.fold.nats.NatsKvSettings;

/** Creates sources that are buckets of NATS, over one connection. They are closed with this. */
final class NatsFoldSources implements FoldSourceFactory, AutoCloseable {

    private final Connection connection;

    private final NatsProperties properties;

    private final List<NatsKvFoldSource> sources = new ArrayList<>();

    NatsFoldSources(Connection connection, NatsProperties properties) {
        this.connection = connection;
        this.properties = properties;
    }

    @Override
    public FoldSource create(String bucket, List<String> prefixes) {
        NatsKvSettings settings = NatsKvSettings.of(bucket)
            .withPrefixes(prefixes)
            .withPullSize(this.properties.pullSize())
            .withTimes(this.properties.heartbeat(), this.properties.inactiveThreshold(),
                    this.properties.requestTimeout())
            .withUnusableKeys(this.properties.unusableKeys());
        NatsKvFoldSource source = new NatsKvFoldSource(this.connection, settings);
        synchronized (this.sources) {
            this.sources.add(source);
        }
        return source;
    }

    @Override
    public void close() {
        synchronized (this.sources) {
            this.sources.forEach(NatsKvFoldSource::close);
            this.sources.clear();
        }
    }

}
