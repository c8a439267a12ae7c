package io.tidemark.projection.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.tidemark.projection.Projections;

import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Applications whose cache is journalled. */
public final class JournalledApplications {

    private static final int FILE_HEADER_BYTES = 44;

    private JournalledApplications() {
    }

    /** Returns {@code runner} with a journal below {@code directory}. */
    public static <R extends AbstractApplicationContextRunner<R, ?, ?>> R journalled(R runner, Path directory) {
        return runner.withPropertyValues("tidemark.directory=" + directory,
                "tidemark.projection.cache.caffeine.journal.enabled=true");
    }

    /** Journals a state and a deletion, then damages the first record. Returns the name of the file that is damaged. */
    public static String damage(AbstractApplicationContextRunner<?, ?, ?> runner, Path directory) throws IOException {
        runner.run((context) -> {
            Projections projections = context.getBean(Projections.class);
            projections.reader("airport-traffic").get("DFW");
            projections.invalidate("airport-traffic", "JFK");
        });
        Path log = files(directory.resolve("projection/caffeine-journal")).stream()
            .filter((file) -> length(file) > FILE_HEADER_BYTES)
            .findFirst()
            .orElseThrow();
        byte[] bytes = Files.readAllBytes(log);
        bytes[FILE_HEADER_BYTES + 20] ^= 1;
        Files.write(log, bytes);
        return log.getFileName().toString();
    }

    /** Returns the files of a journal, but not its lock. */
    public static List<Path> files(Path journal) throws IOException {
        assertThat(journal).isDirectory();
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter((file) -> !file.getFileName().toString().startsWith("tidemark.")).sorted().toList();
        }
    }

    private static long length(Path file) {
        return file.toFile().length();
    }

}
