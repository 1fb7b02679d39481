package org.allmende.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.allmende.client.Keys;
import org.allmende.node.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "new",
        header = "Make a new key for an account.",
        description = {
            "",
            "Writes the secret to FILE, which only you may read, and prints the public key and the id of the account that"
                    + " it makes once somebody opens it. Nothing is sent anywhere.",
        },
        footer = {"", "Example:", "  allmende key new my.key"})
final class KeyNew implements Callable<Integer> {
    private final Screen screen;

    @Parameters(paramLabel = "FILE", description = "The file to write; it must not be there yet.")
    private Path file = Path.of("");

    KeyNew(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Refusal {
        Keys keys = Keys.generate();
        try {
            keys.write(file);
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(file + " is there already, and keys are never written over", "choose another name", e);
        } catch (IOException e) {
            throw new Refusal("cannot write " + file + ": " + e.getMessage(), "choose a folder you may write to", e);
        }
        screen.answer("public key  " + keys.publicKey().toHex());
        screen.answer("account     " + keys.account());
        return Exit.OK;
    }
}
