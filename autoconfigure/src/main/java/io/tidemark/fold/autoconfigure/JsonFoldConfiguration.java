package io.tidemark.fold.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import tools.jackson.databind.json.JsonMapper;

/** The codecs that need Jackson. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(JsonMapper.class)
class JsonFoldConfiguration {

    @Bean
    JsonFoldCodecs tidemarkJsonFoldCodecs() {
        return new JsonFoldCodecs();
    }

}
