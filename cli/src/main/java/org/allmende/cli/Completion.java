package org.allmende.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

@Command(
        name = "completion",
        header = "Print what makes bash complete verbs and options.",
        footer = {
            "",
            "Examples:",
            "  source <(allmende completion)                      in this shell",
            "  allmende completion >> ~/.bash_completion          in every new one",
        })
final class Completion implements Callable<Integer> {
    private final Screen screen;

    Completion(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        screen.answer(AutoComplete.bash("allmende", Allmende.commandLine(screen)));
        return Exit.OK;
    }
}
