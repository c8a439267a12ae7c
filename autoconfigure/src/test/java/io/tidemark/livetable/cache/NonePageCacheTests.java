package io.tidemark.livetable.cache;

import java.nio.file.Path;

import io.tidemark.livetable.PageCache;

class NonePageCacheTests extends PageCacheContract {

    @Override
    PageCache open(Path directory) {
        return new NonePageCache();
    }

    @Override
    boolean keeps() {
        return false;
    }

}
