package io.tidemark.actuate;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** The endpoint over HTTP: unknown caches are not found, and what is shown depends on who asks. */
@EndpointWebExtension(endpoint = TidemarkEndpoint.class)
public class TidemarkEndpointWebExtension {

    private final TidemarkEndpoint endpoint;

    private final Show showValues;

    private final Set<String> roles;

    /**
     * Creates an extension.
     * @param showValues when keys and messages of faults are shown
     * @param roles who is authorized to see them; everybody who is authenticated if empty
     */
    public TidemarkEndpointWebExtension(TidemarkEndpoint endpoint, Show showValues, Set<String> roles) {
        this.endpoint = endpoint;
        this.showValues = showValues;
        this.roles = roles;
    }

    /** Returns all caches, by capability and name. */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> caches(SecurityContext securityContext) {
        return response(this.endpoint.caches(isShownTo(securityContext)));
    }

    /** Returns one cache. */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> cache(SecurityContext securityContext,
            @Selector String capability, @Selector String name) {
        return response(this.endpoint.cache(capability, name, isShownTo(securityContext)));
    }

    /**
     * Returns what is known of one entry.
     * @param part {@code entry}
     */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> entry(SecurityContext securityContext,
            @Selector String capability, @Selector String name, @Selector String part, String key) {
        return response(this.endpoint.entry(capability, name, part, key, isShownTo(securityContext)));
    }

    /** Invalidates the entries whose keys start with {@code prefix}. */
    @DeleteOperation
    public WebEndpointResponse<Map<String, Object>> invalidate(@Selector String capability, @Selector String name,
            String prefix) {
        return response(this.endpoint.invalidate(capability, name, prefix));
    }

    /** Performs an operation, on the entry of {@code key} or on the whole cache. */
    @WriteOperation
    public WebEndpointResponse<Map<String, Object>> perform(@Selector String capability, @Selector String name,
            String operation, @Nullable String key) {
        return response(this.endpoint.perform(capability, name, operation, key));
    }

    private boolean isShownTo(SecurityContext securityContext) {
        return this.showValues.isShown(securityContext, this.roles);
    }

    private static WebEndpointResponse<Map<String, Object>> response(@Nullable Map<String, Object> body) {
        return body != null ? new WebEndpointResponse<>(body)
                : new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
    }

}
