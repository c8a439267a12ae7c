package io.tidemark.benchmarks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * What one benchmark costs, as a multiple of what another one does with the same other parameters.
 *
 * @param subject the benchmark in question
 * @param baseline the one that it is held against
 * @param limit the highest ratio that is good enough
 */
record Comparison(Cell subject, Cell baseline, double limit) {

    static Comparison of(String subject, String baseline, double limit) {
        return new Comparison(new Cell(subject, Map.of()), new Cell(baseline, Map.of()), limit);
    }

    static Comparison of(String benchmark, String parameter, String subject, String baseline, double limit) {
        return new Comparison(new Cell(benchmark, Map.of(parameter, subject)),
                new Cell(benchmark, Map.of(parameter, baseline)), limit);
    }

    /** Returns a line for each pair of results that this compares. */
    Stream<String> lines(Collection<RunResult> results) {
        return results.stream()
            .filter((result) -> this.subject.covers(result.getParams()))
            .flatMap((result) -> results.stream()
                .filter((other) -> this.baseline.covers(other.getParams())
                        && this.subject.rest(result.getParams()).equals(this.baseline.rest(other.getParams())))
                .map((other) -> line(result, other)));
    }

    private String line(RunResult result, RunResult other) {
        double ratio = result.getPrimaryResult().getScore() / other.getPrimaryResult().getScore();
        String verdict = ratio <= this.limit ? "within" : "ABOVE";
        return String.format(Locale.ROOT, "%-7s %8.3f (limit %s)  %s / %s  %s", verdict, ratio, this.limit,
                this.subject, this.baseline, this.subject.rest(result.getParams()));
    }

    /**
     * Some of the results.
     *
     * @param benchmark the simple name of the class and the method
     * @param parameters the values that some parameters must have
     */
    private record Cell(String benchmark, Map<String, String> parameters) {

        boolean covers(BenchmarkParams params) {
            return params.getBenchmark().endsWith("." + this.benchmark) && this.parameters.entrySet()
                .stream()
                .allMatch((entry) -> entry.getValue().equals(params.getParam(entry.getKey())));
        }

        /** The parameters that this says nothing about. */
        Map<String, String> rest(BenchmarkParams params) {
            Map<String, String> rest = new LinkedHashMap<>();
            for (String key : params.getParamsKeys()) {
                if (!this.parameters.containsKey(key)) {
                    rest.put(key, params.getParam(key));
                }
            }
            rest.put("threads", String.valueOf(params.getThreads()));
            return rest;
        }

        @Override
        public String toString() {
            return this.parameters.isEmpty() ? this.benchmark : this.benchmark + this.parameters;
        }

    }

}
