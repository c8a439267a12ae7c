package io.tidemark.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts one and the same application with and without the starter and a projection, by turns, and prints the medians
 * of the times from the start of the process to the application being ready.
 */
public final class StartupComparison {

    private static final int DEFAULT_STARTS = 20;

    // Those that only the starter brings.
    private static final List<String> STARTER = List.of("tidemark-", "caffeine-");

    private final Path target;

    private StartupComparison(Path target) {
        this.target = target;
    }

    /** Starts each as often as the argument says, {@value #DEFAULT_STARTS} times if there is none. */
    public static void main(String[] arguments) throws IOException, InterruptedException, URISyntaxException {
        int starts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_STARTS;
        Path code = Path.of(StartupComparison.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        new StartupComparison(code.resolveSibling("classes").getParent()).run(starts);
    }

    private void run(int starts) throws IOException, InterruptedException {
        List<String> with = command((jar) -> true, ProjectionConfiguration.class.getName());
        List<String> without = command((jar) -> STARTER.stream().noneMatch(jar::startsWith));
        start(with);
        start(without);
        long[] withMillis = new long[starts];
        long[] withoutMillis = new long[starts];
        for (int i = 0; i < starts; i++) {
            withoutMillis[i] = start(without);
            withMillis[i] = start(with);
        }
        System.out.printf("Start-up without the starter: median %d ms of %s%n", median(withoutMillis),
                Arrays.toString(withoutMillis));
        System.out.printf("Start-up with the starter:    median %d ms of %s%n", median(withMillis),
                Arrays.toString(withMillis));
        System.out.printf("The starter adds:             %d ms (goal 100)%n",
                median(withMillis) - median(withoutMillis));
    }

    private List<String> command(Predicate<String> jars, String... sources) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-cp");
        try (Stream<Path> libraries = Files.list(this.target.resolve("lib"))) {
            command.add(libraries.filter((jar) -> jars.test(jar.getFileName().toString()))
                .sorted()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator,
                        this.target.resolve("classes") + File.pathSeparator, "")));
        }
        command.add(StartedApplication.class.getName());
        command.addAll(List.of(sources));
        return command;
    }

    private static long start(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> output;
        try (Stream<String> lines = process.inputReader().lines()) {
            output = lines.toList();
        }
        int exit = process.waitFor();
        return output.stream()
            .filter((line) -> line.startsWith(StartedApplication.READY))
            .map((line) -> Long.valueOf(line.substring(StartedApplication.READY.length())))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("Application must get ready, ended with " + exit + ": "
                    + String.join(System.lineSeparator(), output)));
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

}
