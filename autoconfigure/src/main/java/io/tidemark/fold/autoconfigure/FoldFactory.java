package io.tidemark.fold.autoconfigure;

import java.util.function.Supplier;

import io.tidemark.autoconfigure.BackgroundRefresher;
import io.tidemark.autoconfigure.IncompleteSetupException;
import io.tidemark.autoconfigure.MissingLibraryException;
import io.tidemark.fold.BucketMissingException;
import io.tidemark.fold.FoldCodec;
import io.tidemark.fold.FoldDefinition;
import io.tidemark.fold.FoldSource;
import io.tidemark.fold.FoldSourceException;
import io.tidemark.fold.FoldSourceFactory;
import io.tidemark.fold.FoldStore;
import io.tidemark.fold.FoldStoreException;
import io.tidemark.fold.FollowedFold;
import io.tidemark.fold.InMemoryFoldStore;
import io.tidemark.fold.autoconfigure.FollowedFoldProperties.MissingBucket;
import io.tidemark.fold.autoconfigure.FollowedFoldProperties.Store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/** Creates the folds of the properties and those of the definitions of the application. */
final class FoldFactory {

    private static final Logger logger = LoggerFactory.getLogger(FoldFactory.class);

    private final FoldProperties properties;

    private final ConfigurableListableBeanFactory beanFactory;

    private final BackgroundRefresher refresher;

    private final ObjectProvider<FoldSourceFactory> sources;

    private final ObjectProvider<FoldStoreOpener> opener;

    private final ObjectProvider<JsonFoldCodecs> json;

    FoldFactory(FoldProperties properties, ConfigurableListableBeanFactory beanFactory, BackgroundRefresher refresher,
            ObjectProvider<FoldSourceFactory> sources, ObjectProvider<FoldStoreOpener> opener,
            ObjectProvider<JsonFoldCodecs> json) {
        this.properties = properties;
        this.beanFactory = beanFactory;
        this.refresher = refresher;
        this.sources = sources;
        this.opener = opener;
        this.json = json;
    }

    /** Creates the fold of that name of the properties. */
    FollowedFold<?> create(String name) {
        FollowedFoldProperties fold = this.properties.folds().get(name);
        if (fold == null) {
            throw new IllegalArgumentException("name must be that of a fold of the properties, was '%s'".formatted(name));
        }
        FoldCodec<?> codec = codec(name, fold);
        Supplier<FoldStore> stores = stores(name, fold);
        FoldSource source = source(name, fold);
        return open(name, define(name, fold, source, stores, codec));
    }

    /** Creates the fold of the definition that is the bean of that name. */
    FollowedFold<?> follow(String definition) {
        FoldDefinition<?> found = this.beanFactory.getBean(definition, FoldDefinition.class);
        return open(definition, found);
    }

    private <V> FoldDefinition<V> define(String name, FollowedFoldProperties fold, FoldSource source,
            Supplier<FoldStore> stores, FoldCodec<V> codec) {
        return new FoldDefinition<>(name, source, stores, codec, fold.undecodable(), fold.followerSettings(),
                this.refresher::execute);
    }

    private static <V> FollowedFold<V> open(String name, FoldDefinition<V> definition) {
        try {
            return new FollowedFold<>(definition);
        }
        catch (FoldStoreException ex) {
            String property = FoldProperties.property(name) + ".mvstore";
            throw new FoldNotCreatedException("The store of fold '%s' can't be used: %s.".formatted(name, ex.getMessage()),
                    "Set '%s.path' to another directory, or '%s.on-damage' to 'set-aside' if a damaged copy may be made "
                        .formatted(property, property) + "anew, or remove the files if nobody needs them.",
                    ex);
        }
    }

    private FoldSource source(String name, FollowedFoldProperties fold) {
        FoldSourceFactory factory = this.sources.getIfAvailable(() -> {
            throw new MissingLibraryException("Fold '%s'".formatted(name), "io.nats:jnats:2.26.2",
                    "define a bean of type FoldSourceFactory");
        });
        String bucket = fold.bucketOr(name);
        FoldSource source;
        try {
            source = factory.create(bucket, fold.prefixes());
        }
        catch (IllegalArgumentException ex) {
            String property = FoldProperties.property(name);
            throw new FoldNotCreatedException(
                    "Fold '%s' can't follow bucket '%s': %s.".formatted(name, bucket, ex.getMessage()),
                    "Correct '%s.bucket' or '%s.prefixes'.".formatted(property, property), ex);
        }
        if (fold.missingBucket() == MissingBucket.FAIL) {
            requireBucket(name, source);
        }
        return source;
    }

    private static void requireBucket(String name, FoldSource source) {
        try {
            source.describe();
        }
        catch (BucketMissingException ex) {
            throw new FoldNotCreatedException(
                    "Bucket '%s' of fold '%s' does not exist.".formatted(source.bucket(), name),
                    "Create it, correct '%s.bucket', or set '%s.missing-bucket' to 'wait'."
                        .formatted(FoldProperties.property(name), FoldProperties.property(name)),
                    ex);
        }
        catch (FoldSourceException ex) {
            logger.warn("Whether bucket '{}' of fold '{}' exists can't be found out now: {}", source.bucket(), name,
                    ex.getMessage());
        }
    }

    private Supplier<FoldStore> stores(String name, FollowedFoldProperties fold) {
        if (fold.store() == Store.MEMORY) {
            return InMemoryFoldStore::new;
        }
        FoldStoreOpener available = this.opener.getIfAvailable(() -> {
            throw new MissingLibraryException(
                    "The store 'mvstore' of '%s.store'".formatted(FoldProperties.property(name)),
                    "com.h2database:h2-mvstore:2.4.240", "choose another store");
        });
        return () -> available.open(name, fold.mvstore());
    }

    private FoldCodec<?> codec(String name, FollowedFoldProperties fold) {
        FoldTypes types = new FoldTypes(this.beanFactory);
        ResolvableType type = types.of(name, fold.type());
        FoldCodec<?> own = own(types.codecName(name), type);
        if (own != null) {
            return own;
        }
        if (type == null) {
            throw new IncompleteSetupException("Nothing says of which class the values of fold '%s' are.".formatted(name),
                    "Set '%s.type', or define a bean of type FoldCodec of the name '%s'."
                        .formatted(FoldProperties.property(name), name));
        }
        return known(name, type);
    }

    private @Nullable FoldCodec<?> own(@Nullable String beanName, @Nullable ResolvableType type) {
        if (beanName != null) {
            return this.beanFactory.getBean(beanName, FoldCodec.class);
        }
        return type == null ? null : this.beanFactory
            .<FoldCodec<?>>getBeanProvider(ResolvableType.forClassWithGenerics(FoldCodec.class, type))
            .getIfUnique();
    }

    private FoldCodec<?> known(String name, ResolvableType type) {
        if (type.resolve() == byte[].class) {
            return FoldCodec.bytes();
        }
        if (type.resolve() == String.class) {
            return FoldCodec.text();
        }
        return this.json.getIfAvailable(() -> {
            throw new MissingLibraryException("Fold '%s' of %s".formatted(name, type), JsonFoldCodecs.COORDINATES,
                    "define a bean of type FoldCodec<%s>".formatted(type));
        }).codec(type.getType());
    }

}
