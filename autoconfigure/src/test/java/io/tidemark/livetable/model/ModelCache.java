package io.tidemark.livetable.model;

import java.nio.file.Path;
import java.time.Duration;

import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.cache.CaffeinePageCache;
import io.tidemark.livetable.cache.MvStorePageCache;
import io.tidemark.livetable.cache.NonePageCache;
import io.tidemark.livetable.json.JsonRowsCodec;
import io.tidemark.mvstore.PageCompression;

/** The caches that walks are made on, one of them so small that it crowds out. */
enum ModelCache {

    /** Shows that the database answers as the walk expects. */
    NONE {
        @Override
        PageCache open(Path directory) {
            return new NonePageCache();
        }
    },

    CAFFEINE {
        @Override
        PageCache open(Path directory) {
            return new CaffeinePageCache(200);
        }
    },

    MVSTORE {
        @Override
        PageCache open(Path directory) {
            JsonRowsCodec codec = new JsonRowsCodec();
            codec.register(JdbcModel.Gate.class);
            codec.register(JdbcModel.Flight.class);
            codec.register(JpaModel.Gate.class);
            codec.register(JpaModel.Flight.class);
            return MvStorePageCache.open(directory, codec, 64 << 20, 1 << 20, PageCompression.NONE,
                    Duration.ofSeconds(5));
        }
    };

    abstract PageCache open(Path directory);

}
