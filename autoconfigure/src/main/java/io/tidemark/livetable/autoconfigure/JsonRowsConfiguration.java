package io.tidemark.livetable.autoconfigure;

import io.tidemark.livetable.cache.RowsCodec;
import io.tidemark.livetable.json.JsonRowsCodec;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import tools.jackson.databind.json.JsonMapper;

/** The rows that are kept on disk, as JSON. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(JsonMapper.class)
class JsonRowsConfiguration {

    @Bean
    @ConditionalOnMissingBean(RowsCodec.class)
    JsonRowsCodec tidemarkRowsCodec() {
        return new JsonRowsCodec();
    }

    @Bean
    @ConditionalOnBean(JsonRowsCodec.class)
    KeptRowTypes tidemarkKeptRowTypes(TablePageCaches caches, JsonRowsCodec codec) {
        return new KeptRowTypes(caches, codec);
    }

}
