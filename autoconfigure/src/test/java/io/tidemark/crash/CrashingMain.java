package io.tidemark.crash;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

/** Appends, projects and invalidates until it is killed, and says what was acknowledged, a line each. */
final class CrashingMain {

    static final int STREAMS = 20;

    private CrashingMain() {
    }

    public static void main(String[] args) {
        String backend = args[1];
        Random random = new Random(Long.parseLong(args[2]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        CrashedApplication application = CrashedApplication.open(Path.of(args[0]), backend);
        for (long round = 0; true; round++) {
            String streamId = "s-" + random.nextInt(STREAMS);
            application.store.append(streamId, CrashedApplication.TYPE, Integer.toString(random.nextInt(1_000)));
            application.sum(streamId);
            if (round % 5 == 0) {
                String gone = "gone-" + args[2] + "-" + round;
                application.store.append(gone + "-x", CrashedApplication.TYPE, "1");
                application.sum(gone + "-x");
                application.projections.invalidate("counter", gone);
                out.println("deleted " + gone);
            }
            out.println("projected " + streamId);
        }
    }

}
