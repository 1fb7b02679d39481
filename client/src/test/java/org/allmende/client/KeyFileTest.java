package org.allmende.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    private static final Bytes SECRET = Bytes.hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    @TempDir
    Path folder;

    @Test
    void givesBackWhatWasWritten() throws IOException {
        Path file = folder.resolve("my.key");
        KeyFile.write(file, SECRET);
        assertThat(KeyFile.read(file)).isEqualTo(SECRET);
        assertThat(file).hasContent("allmende-secret-1 " + SECRET.toHex());
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        Path file = folder.resolve("my.key");
        KeyFile.write(file, SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    @Test
    void aKeyIsNeverWrittenOver() throws IOException {
        Path file = folder.resolve("my.key");
        KeyFile.write(file, SECRET);
        assertThatThrownBy(() -> KeyFile.write(file, Bytes.wrap(new byte[32])))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(KeyFile.read(file)).isEqualTo(SECRET);
    }

    @Test
    void aSecretHas32Bytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFile.write(folder.resolve("short.key"), Bytes.wrap(new byte[31])))
                .withMessageContaining("32 bytes, not 31");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aMissingFileSaysHowToMakeOne() {
        assertThatThrownBy(() -> KeyFile.read(folder.resolve("none.key")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("allmende key new");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "allmende-secret-1 9d61",
                "allmende-secret-2 9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            })
    void anotherTextIsRefusedWithoutShowingIt(String text) throws IOException {
        Path file = folder.resolve("other.key");
        Files.writeString(file, text);
        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a key file")
                .hasMessageNotContaining("9d61");
    }
}
