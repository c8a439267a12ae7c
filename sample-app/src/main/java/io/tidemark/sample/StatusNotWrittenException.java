package io.tidemark.sample;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Says that a status could not be written; it may be tried again later. */
class StatusNotWrittenException extends ErrorResponseException {

    StatusNotWrittenException(String reason, @Nullable Throwable cause) {
        super(HttpStatus.SERVICE_UNAVAILABLE, ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
                "The status can't be written now: " + reason), cause);
    }

}
