package org.allmende.node.etcd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allmende.node.Refusal;
import org.allmende.node.Spelling;

/**
 * What was asked for, by etcd's flags and variables of the environment; a flag wins over a variable, as in etcd.
 *
 * @param given what was set, by flag name
 * @param withoutEffect those of them that tune what is not here
 */
record EtcdFlags(Map<String, String> given, List<String> withoutEffect) {
    EtcdFlags {
        given = Map.copyOf(given);
        withoutEffect = List.copyOf(withoutEffect);
    }

    /** @throws Refusal when a flag is unknown, has no value, or asks for what is not here */
    static EtcdFlags parse(List<String> arguments, Map<String, String> environment) throws Refusal {
        Map<String, String> given = new LinkedHashMap<>();
        for (EtcdFlag flag : EtcdFlag.ALL.values()) {
            String value = environment.get(flag.variable());
            if (value != null && !value.isEmpty()) {
                given.put(flag.name(), value);
            }
        }
        given.putAll(byFlags(arguments));
        List<String> withoutEffect = new ArrayList<>();
        for (Map.Entry<String, String> each : given.entrySet()) {
            switch (flag(each.getKey()).effect()) {
                case HONOURED -> {}
                case NONE -> withoutEffect.add("--" + each.getKey());
                case NOT_HERE -> requireStandard(flag(each.getKey()), each.getValue());
            }
        }
        return new EtcdFlags(given, withoutEffect);
    }

    /** Go's: one dash or two, the value after an equals sign or a space; a switch takes one only after the sign. */
    private static Map<String, String> byFlags(List<String> arguments) throws Refusal {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("-") || argument.equals("-") || argument.equals("--")) {
                throw new Refusal("'" + argument + "' is not a flag", "give every setting as --flag value");
            }
            String word = argument.substring(argument.startsWith("--") ? 2 : 1);
            int equals = word.indexOf('=');
            EtcdFlag flag = flag(equals < 0 ? word : word.substring(0, equals));
            if (equals >= 0) {
                given.put(flag.name(), word.substring(equals + 1));
            } else if (flag.isSwitch()) {
                given.put(flag.name(), "true");
            } else if (++i < arguments.size()) {
                given.put(flag.name(), arguments.get(i));
            } else {
                throw new Refusal("flag needs an argument: --" + flag.name(), "give it one");
            }
        }
        return given;
    }

    private static EtcdFlag flag(String name) throws Refusal {
        EtcdFlag flag = EtcdFlag.ALL.get(name);
        if (flag == null) {
            throw new Refusal(
                    "flag provided but not defined: -" + name,
                    "did you mean --" + Spelling.nearest(name, EtcdFlag.ALL.keySet().stream().sorted().toList()) + "?");
        }
        return flag;
    }

    private static void requireStandard(EtcdFlag flag, String value) throws Refusal {
        if (!value.equals(flag.standard())) {
            throw new Refusal(
                    "--" + flag.name() + " " + value + " asks for what is not here, and passing over it could harm you",
                    flag.standard().isEmpty() ? "leave it out" : "leave it out, or give " + flag.standard());
        }
    }

    boolean isGiven(String name) {
        return given.containsKey(name);
    }

    String value(String name) {
        EtcdFlag flag = EtcdFlag.ALL.get(name);
        if (flag == null) {
            throw new IllegalArgumentException("there is no flag --" + name);
        }
        return given.getOrDefault(name, flag.standard());
    }

    /** @throws Refusal when it is neither true nor false, as Go writes them */
    boolean isOn(String name) throws Refusal {
        return switch (value(name)) {
            case "true", "TRUE", "True", "1", "t", "T" -> true;
            case "false", "FALSE", "False", "0", "f", "F" -> false;
            default -> throw new Refusal("--" + name + " is true or false, not " + value(name), "correct it");
        };
    }
}
