package org.allmende.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says: from the package's manifest; unpackaged classes have none. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Allmende.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
        return new String[] {"allmende " + version, "Java " + Runtime.version()};
    }
}
