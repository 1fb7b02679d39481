package org.allmende.ledger.signatures.libsodium;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * libsodium's verification of Ed25519, compiled for this machine. It comes inside the jar of its Java package, whose own
 * classes are not used: the JDK calls it directly.
 *
 * <p>It takes a signature when S is below the order of the base point and S B = R + k A, in some versions but for a part
 * of small order. Either implies the equation with the cofactor; the converse does not hold for all versions, so that
 * what it refuses is not settled.
 */
public final class Libsodium {
    private static final Optional<Libsodium> HERE = load();

    private final MethodHandle verifyDetached;

    private Libsodium(MethodHandle verifyDetached) {
        this.verifyDetached = verifyDetached;
    }

    /** The library, or empty where it has none for this system and processor, or may not be loaded. */
    public static Optional<Libsodium> here() {
        return HERE;
    }

    /**
     * Whether it takes the signature. Any thread.
     *
     * @param signature 64 bytes
     * @param publicKey 32 bytes
     */
    public boolean takes(byte[] signature, byte[] message, byte[] publicKey) {
        try {
            return (int) verifyDetached.invokeExact(
                            MemorySegment.ofArray(signature),
                            MemorySegment.ofArray(message),
                            (long) message.length,
                            MemorySegment.ofArray(publicKey))
                    == 0;
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a call into libsodium failed", impossible);
        }
    }

    private static Optional<Libsodium> load() {
        String resource = resource();
        try (InputStream library = resource == null ? null : Libsodium.class.getResourceAsStream(resource)) {
            return library == null ? Optional.empty() : Optional.of(link(library));
        } catch (IOException | RuntimeException | LinkageError e) {
            // No place to unpack it, no right to call native code, another C library: Java does it all then.
            return Optional.empty();
        }
    }

    @SuppressWarnings("restricted") // Native code: the launchers allow it, elsewhere the JDK warns once.
    private static Libsodium link(InputStream library) throws IOException {
        Path file = Files.createTempFile("libsodium", ".so");
        try {
            Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
            SymbolLookup symbols = SymbolLookup.libraryLookup(file, Arena.global());
            Linker linker = Linker.nativeLinker();
            MethodHandle init = linker.downcallHandle(
                    symbols.findOrThrow("sodium_init"), FunctionDescriptor.of(ValueLayout.JAVA_INT));
            MethodHandle verifyDetached = linker.downcallHandle(
                    symbols.findOrThrow("crypto_sign_verify_detached"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS),
                    Linker.Option.critical(true)); // Reads the arrays where they lie; back within microseconds.
            if ((int) init.invokeExact() < 0) {
                throw new IOException("libsodium cannot be initialized");
            }
            return new Libsodium(verifyDetached);
        } catch (Error | RuntimeException | IOException e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a call into libsodium failed", impossible);
        } finally {
            // The process has it open; a process that is killed leaves nothing behind.
            Files.deleteIfExists(file);
        }
    }

    /** Where the jar has it, or null: only for Linux, where a file that is in use can be deleted. */
    private static @Nullable String resource() {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")) {
            return null;
        }
        return switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> "/linux64/libsodium.so";
            case "aarch64" -> "/arm64/libsodium.so";
            default -> null;
        };
    }
}
