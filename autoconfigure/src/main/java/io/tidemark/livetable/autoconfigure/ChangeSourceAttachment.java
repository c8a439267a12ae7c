package io.tidemark.livetable.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTables;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Starts the change sources when all beans are there and ends them before the live tables. */
final class ChangeSourceAttachment implements SmartInitializingSingleton, DisposableBean {

    private final LiveTables tables;

    private final ObjectProvider<ChangeSource> sources;

    private final List<ChangeSource> attached = new ArrayList<>();

    ChangeSourceAttachment(LiveTables tables, ObjectProvider<ChangeSource> sources) {
        this.tables = tables;
        this.sources = sources;
    }

    @Override
    public void afterSingletonsInstantiated() {
        this.sources.orderedStream().forEach((source) -> {
            this.attached.add(source);
            this.tables.attach(source);
        });
    }

    @Override
    public void destroy() {
        Collections.reverse(this.attached);
        this.attached.forEach(ChangeSource::close);
    }

}
