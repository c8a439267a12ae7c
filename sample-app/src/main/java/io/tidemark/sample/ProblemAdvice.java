package io.tidemark.sample;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;

/** Turns what is wrong with a request into a problem detail that names the field. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    @ExceptionHandler
    ProblemDetail invalidField(InvalidFieldException ex) {
        return problem(ex.field(), String.valueOf(ex.getMessage()));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String fields = ex.getFieldErrors().stream().map((error) -> error.getField()).sorted()
            .collect(Collectors.joining(", "));
        String detail = ex.getFieldErrors().stream().map((error) -> error.getField() + " " + error.getDefaultMessage())
            .sorted().collect(Collectors.joining("; "));
        return handleExceptionInternal(ex, problem(fields, detail), headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String field = ex.getCause() instanceof JacksonException json
                ? json.getPath().stream().map(Reference::getPropertyName).collect(Collectors.joining("."))
                : "";
        String detail = field.isEmpty() ? "The body must be a JSON object" : field + " is malformed";
        return handleExceptionInternal(ex, problem(field, detail), headers, status, request);
    }

    private static ProblemDetail problem(String field, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
        if (!field.isEmpty()) {
            problem.setProperty("field", field);
        }
        return problem;
    }

}
