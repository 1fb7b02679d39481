package org.allmende.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    private static final Bytes SECRET = Bytes.hex("0123456789abcdef".repeat(4));

    @TempDir
    Path dir;

    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = dir.resolve("my.key");
    }

    @Test
    void oneLineThatOnlyItsOwnerMayRead() throws IOException {
        KeyFile.write(file, SECRET);
        assertThat(Files.readString(file)).isEqualTo("allmende-secret-1 " + SECRET.toHex() + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(KeyFile.read(file)).isEqualTo(SECRET);
    }

    @Test
    void aKeyIsNeverWrittenOver() throws IOException {
        KeyFile.write(file, SECRET);
        assertThatThrownBy(() -> KeyFile.write(file, Bytes.hex("00".repeat(32))))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("never written over");
        assertThat(KeyFile.read(file)).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-rw----", "rw----r--", "rw-----w-", "rwx------", "rw---x---"})
    void aFileThatOthersMayUseIsRefused(String rights) throws IOException {
        KeyFile.write(file, SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        assertThatThrownBy(() -> KeyFile.read(file)).hasMessageContaining(rights).hasMessageContaining("chmod 600");
    }

    @Test
    void aFileThatItsOwnerMayOnlyReadIsFine() throws IOException {
        KeyFile.write(file, SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(KeyFile.read(file)).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "allmende-secret-1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
                "allmende-secret-1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
                "allmende-secret-1 0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
                "allmende-secret-1  0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "allmende-secret-2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "allmende-secret-1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n\n",
            })
    void anythingElseIsNoKeyFileAndIsNotRepeated(String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no key file")
                .hasMessageContaining("allmende key new")
                .message()
                .doesNotContain("89abcdef");
    }

    @Test
    void aLargeFileIsNotEvenRead() throws IOException {
        Files.writeString(file, ("allmende-secret-1 " + SECRET.toHex() + "\n") + " ".repeat(256));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> KeyFile.read(file)).hasMessageContaining("is no key file");
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThatThrownBy(() -> KeyFile.read(file)).hasMessageContaining("there is no key file");
        assertThatThrownBy(() -> KeyFile.read(dir)).hasMessageContaining("there is no key file");
        assertThatThrownBy(() -> KeyFile.write(dir.resolve("none").resolve("my.key"), SECRET))
                .hasMessageContaining("folder does not exist");
    }

    @Test
    void aSecretHasThirtyTwoBytes() {
        assertThatThrownBy(() -> KeyFile.write(file, SECRET.slice(0, 31))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Keys.ofSecret(SECRET.slice(0, 31))).isInstanceOf(IllegalArgumentException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void keysShowTheirAccountAndNeverTheirSecret() throws IOException {
        Keys keys = Keys.ofSecret(SECRET);
        keys.write(file);
        assertThat(Keys.read(file).account()).isEqualTo(keys.account());
        assertThat(keys).hasToString("the keys of account " + keys.account());
        assertThat(Keys.generate().account()).isNotEqualTo(Keys.generate().account());
    }
}
