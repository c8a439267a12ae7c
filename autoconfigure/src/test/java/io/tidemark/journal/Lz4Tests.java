package io.tidemark.journal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class Lz4Tests {

    @Test
    void blocksGiveBackTheOriginal() {
        Random random = new Random(1);
        for (int size : new int[] { 0, 1, 15, 64, 5000, 100_000 }) {
            byte[] value = new byte[size];
            random.nextBytes(size % 2 == 0 ? new byte[1] : value);

            byte[] block = Lz4.compress(value);

            assertThat(Lz4.decompress(block, 0, block.length, size)).isEqualTo(value);
            assertThat(Lz4.decompress(block, 0, block.length, size + 1)).isNull();
        }
    }

    @Test
    @Tag("P5")
    void claimedSizeIsNotAllocatedUnlessTheBlockCanHoldIt() {
        assertThat(Lz4.decompress(new byte[100], 0, 100, Integer.MAX_VALUE)).isNull();
        assertThat(Lz4.decompress(new byte[100], 0, 100, -1)).isNull();
        assertThat(Lz4.decompress(new byte[0], 0, 0, 1)).isNull();
    }

    @Test
    @Tag("P10")
    void missingLibraryIsNamed() throws Exception {
        URL ours = Lz4.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] { ours }, ClassLoader.getPlatformClassLoader())) {
            Method compress = loader.loadClass(Lz4.class.getName()).getMethod("compress", byte[].class);

            assertThatExceptionOfType(InvocationTargetException.class).isThrownBy(() -> compress.invoke(null, new byte[9]))
                .havingCause()
                .withMessage("Library at.yawk.lz4:lz4-java must be on the class path, was missing: "
                        + "add it, or do not compress the journal");
        }
    }

}
