package org.allmende.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import org.allmende.client.LocalFileException;
import org.allmende.client.RefusedException;
import org.allmende.node.Refusal;
import org.allmende.node.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code allmende}: all its verbs, wired here, and how their failures are told. */
@Command(
        name = "allmende",
        versionProvider = Version.class,
        header = "A network that its members own.",
        description = {
            "",
            "Allmende spreads coordination over nodes that independent operators run at independent providers, so that"
                    + " what stands on it goes on when any one of them fails, or lies.",
        },
        footerHeading = "%n",
        footer = {
            "Every verb takes --help, which shows examples. To begin: allmende up",
            "",
            "Verbs mean the network in the folder .allmende of the checkout this command runs from (without a checkout:"
                    + " of your home folder), in $ALLMENDE_DIR when that is set, in DIR with --dir DIR, and the network"
                    + " of these nodes with --nodes URL,…",
            "",
            "Exit codes: 0 done; 1 refused, by the network or by this machine, or a drill failed; 2 not understood,"
                    + " nothing was tried; 3 no node reachable, or not known what became of the request;"
                    + " 70 a bug in this command.",
        })
public final class Allmende {
    private static final int COLUMNS = 100;

    @SuppressWarnings("UnusedVariable") // picocli looks at the option, and nobody at the field
    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Print the version and exit.")
    private boolean version;

    private Allmende() {}

    public static void main(String[] args) {
        Screen screen = Screen.ofProcess();
        int code = run(screen, args);
        screen.out().flush();
        System.exit(code);
    }

    /** Runs one verb and answers with its exit code. */
    static int run(Screen screen, String... args) {
        CommandLine command = commandLine(screen, args);
        if (args.length == 0) {
            command.usage(screen.out());
            return Exit.USAGE;
        }
        return command.execute(args);
    }

    /** All verbs for help and completion; of what was typed, what it takes to run it. */
    static CommandLine commandLine(Screen screen, String... line) {
        CommandLine command = verbs(screen).below(new CommandLine(new Allmende()), line);
        tidy(command);
        command.setOut(Screen.writer(screen.out()));
        command.setErr(Screen.writer(screen.err()));
        command.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        command.setUsageHelpWidth(COLUMNS);
        command.setParameterExceptionHandler((exception, words) -> misunderstood(screen, exception));
        command.setExecutionExceptionHandler((exception, verb, parsed) -> failed(screen, exception));
        return command;
    }

    private static Verbs verbs(Screen screen) {
        return new Verbs()
                .with("up", () -> new Up(screen))
                .with("down", () -> new Down(screen))
                .with("status", () -> new Status(screen))
                .with("roster", () -> new RosterShow(screen))
                .with("proposals", () -> new Proposals(screen))
                .group(
                        "propose",
                        "Put to the members how they decide, or who stands behind an operator.",
                        new Verbs()
                                .with("authority", () -> new ProposeAuthority(screen))
                                .with("rules", () -> new ProposeRules(screen))
                                .with("admit", () -> new ProposeAdmit(screen))
                                .with("remove", () -> new ProposeRemove(screen))
                                .with("weight", () -> new ProposeWeight(screen))
                                .with("renew", () -> new ProposeRenew(screen))
                                .with("replace", () -> new ProposeReplace(screen)))
                .with("vote", () -> new VoteCast(screen))
                .with("withdraw", () -> new Withdraw(screen))
                .group(
                        "kv",
                        "Read, write and watch keys, and give up their past.",
                        new Verbs()
                                .with("get", () -> new KvGet(screen))
                                .with("put", () -> new KvPut(screen))
                                .with("del", () -> new KvDel(screen))
                                .with("watch", () -> new KvWatch(screen))
                                .with("txn", () -> new KvTxn(screen))
                                .with("compact", () -> new KvCompact(screen)))
                .group(
                        "lease",
                        "Grant, renew and revoke leases, list and show them.",
                        new Verbs()
                                .with("grant", () -> new LeaseGrant(screen))
                                .with("renew", () -> new LeaseRenew(screen))
                                .with("revoke", () -> new LeaseRevoke(screen))
                                .with("list", () -> new LeaseList(screen))
                                .with("show", () -> new LeaseShow(screen)))
                .group(
                        "plan",
                        "Publish plans of which only the newest is live, show and clean them up.",
                        new Verbs()
                                .with("publish", () -> new PlanPublish(screen))
                                .with("show", () -> new PlanShow(screen))
                                .with("list", () -> new PlanList(screen))
                                .with("clean", () -> new PlanClean(screen)))
                .group(
                        "keyspace",
                        "Create keyspaces, list and show them, say who may write them and how much.",
                        new Verbs()
                                .with("create", () -> new KeyspaceCreate(screen))
                                .with("list", () -> new KeyspaceList(screen))
                                .with("show", () -> new KeyspaceShow(screen))
                                .with("allow", () -> new KeyspaceAllow(screen))
                                .with("disallow", () -> new KeyspaceDisallow(screen))
                                .with("quota", () -> new KeyspaceQuota(screen))
                                .with("import", () -> new KeyspaceImport(screen)))
                .group(
                        "account",
                        "Open accounts, list and show them, change their keys and quotas.",
                        new Verbs()
                                .with("open", () -> new AccountOpen(screen))
                                .with("list", () -> new AccountList(screen))
                                .with("show", () -> new AccountShow(screen))
                                .with("rotate", () -> new AccountRotate(screen))
                                .with("quota", () -> new AccountQuota(screen)))
                .group(
                        "delegation",
                        "Let other accounts act for yours.",
                        new Verbs()
                                .with("give", () -> new DelegationGive(screen))
                                .with("list", () -> new DelegationList(screen))
                                .with("end", () -> new DelegationEnd(screen)))
                .group(
                        "token",
                        "Create, mint, move and burn tokens, hand minting over.",
                        new Verbs()
                                .with("create", () -> new TokenCreate(screen))
                                .with("mint", () -> new TokenMint(screen))
                                .with("transfer", () -> new TokenTransfer(screen))
                                .with("burn", () -> new TokenBurn(screen))
                                .with("issuer", () -> new TokenIssuer(screen))
                                .with("list", () -> new TokenList(screen)))
                .with("backup", () -> new CommandLine(new Backup(screen))
                        .addSubcommand("verify", new BackupVerify(screen)))
                .group("key", "Make keys.", new Verbs().with("new", () -> new KeyNew(screen)))
                .group(
                        "node",
                        "Make and run one node of a network.",
                        new Verbs().with("init", () -> new NodeInit(screen)).with("start", () -> new NodeStart(screen)))
                .group(
                        "network",
                        "Make a network out of nodes' cards.",
                        new Verbs().with("init", () -> new NetworkInit(screen)))
                .group(
                        "gateway",
                        "Serve other protocols' clients beside your application.",
                        new Verbs().with("etcd", () -> new GatewayEtcd(screen)))
                .group(
                        "drill",
                        "Break networks on purpose, and judge how they take it.",
                        new Verbs().with("list", () -> new DrillList(screen)).with("run", () -> new DrillRun(screen)))
                .group(
                        "bench",
                        "Measure what the parts and the whole can do.",
                        new Verbs()
                                .with("ledger", () -> new BenchLedger(screen))
                                .with("checkpoint", () -> new BenchCheckpoint(screen))
                                .with("scan", () -> new BenchScan(screen))
                                .with("consensus", () -> new BenchConsensus(screen))
                                .with("etcd", () -> new BenchEtcd(screen)))
                .with("completion", () -> new Completion(screen));
    }

    /** Gives every verb its --help, in one form. */
    private static void tidy(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help and exit.")
                        .build())
                .usageMessage()
                .abbreviateSynopsis(true)
                .synopsisSubcommandLabel("VERB")
                .parameterListHeading("%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nVerbs:%n");
        command.getSubcommands().values().forEach(Allmende::tidy);
    }

    private static int misunderstood(Screen screen, ParameterException exception) {
        CommandLine verb = exception.getCommandLine();
        String path =
                verb.getCommandSpec().qualifiedName().replaceFirst("allmende", Matcher.quoteReplacement(Words.command()));
        if (exception instanceof UnmatchedArgumentException unmatched && !verb.getSubcommands().isEmpty()) {
            String word = unmatched.getUnmatched().getFirst();
            screen.tell("allmende: there is no verb '" + path + " " + word + "'.");
            screen.tell("  try: " + path + " "
                    + Spelling.nearest(word, verb.getSubcommands().keySet()) + ", or " + path + " --help.");
        } else {
            screen.tell("allmende: " + exception.getMessage() + ".");
            screen.tell("  try: " + path + " --help.");
        }
        return Exit.USAGE;
    }

    private static int failed(Screen screen, Exception exception) {
        return switch (exception) {
            case Refusal refusal -> told(screen, Exit.REFUSED, refusal.getMessage(), refusal.advice());
            case UnknownOutcome unknown -> told(screen, Exit.UNKNOWN, unknown.getMessage(), unknown.advice());
            case RefusedException refused -> told(
                    screen,
                    refused.isPassing() ? Exit.UNKNOWN : Exit.REFUSED,
                    refused.reason() + ": " + refused.getMessage(),
                    refused.advice());
            case LocalFileException local -> told(screen, Exit.REFUSED, local.getMessage(), local.advice());
            case FileSystemException system -> failed(
                    screen, LocalFileException.of(Path.of(String.valueOf(system.getFile())), system));
            case UncheckedIOException wrapped -> failed(
                    screen, Objects.requireNonNull(wrapped.getCause(), "always one"));
            case IOException network -> told(
                    screen,
                    Exit.UNKNOWN,
                    String.valueOf(network.getMessage()),
                    "see which nodes answer with '" + Words.command() + " status'");
            default -> {
                exception.printStackTrace(screen.err());
                yield told(screen, Exit.BUG, "this is a bug in the command", "report it with the lines above");
            }
        };
    }

    /** What is wrong in one line and what to do in the next, each a sentence with one full stop. */
    private static int told(Screen screen, int code, String message, String advice) {
        screen.tell("allmende: " + message.replaceFirst("\\.*$", "."));
        screen.tell("  try: " + advice.replaceFirst("\\.*$", "."));
        return code;
    }
}
