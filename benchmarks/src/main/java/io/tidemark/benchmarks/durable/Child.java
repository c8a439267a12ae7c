package io.tidemark.benchmarks.durable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A process of its own that runs one of the classes here and prints numbers. */
public final class Child {

    /** What a line with numbers begins with. */
    public static final String RESULT = "result: ";

    private Child() {
    }

    /** Runs it and returns the numbers that it printed. */
    public static long[] run(Class<?> main, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms4g", "-Xmx4g", "-cp",
                System.getProperty("java.class.path"), main.getName()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> output;
        try (Stream<String> lines = process.inputReader().lines()) {
            output = lines.toList();
        }
        int exit = process.waitFor();
        return output.stream()
            .filter((line) -> line.startsWith(RESULT))
            .map((line) -> Stream.of(line.substring(RESULT.length()).split(" ")).mapToLong(Long::parseLong).toArray())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("Process must print a result, ended with " + exit + ": "
                    + String.join(System.lineSeparator(), output)));
    }

}
