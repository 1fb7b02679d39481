package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What watchers were told, and what really happened, as text. After the title come, in any number, the lines
 *
 * <pre>
 * compacted 4
 * change put a 1 modified 5 created 5 version 1
 * change delete a modified 7
 * watch w1 from 5 range a b without delete previous
 * response 5 put a 1 modified 5 created 5 version 1 delete b modified 5 after 0 modified 3 created 3 version 1
 * fragment 6 put a 1 modified 5 created 5 version 1
 * progress 9
 * reconnected 10
 * </pre>
 *
 * <p>of which the last four tell of the watch above them. A fragment is continued in the next line.
 */
final class WatchText {
    static final String TITLE = "allmende watches 1";

    private WatchText() {}

    /** @param watches what they were told */
    record Recorded(Chronicle chronicle, List<Watch> watches) {}

    static String text(Recorded recorded) {
        StringBuilder text = new StringBuilder(TITLE + "\ncompacted " + recorded.chronicle().compacted() + "\n");
        recorded.chronicle().changes().forEach(each -> text.append("change ").append(each).append('\n'));
        for (Watch watch : recorded.watches()) {
            text.append("watch ").append(Words.quoted(watch.name())).append(" from ").append(watch.startRevision());
            text.append(" range ").append(Words.quoted(watch.range().key()));
            text.append(' ').append(Words.quoted(watch.range().end()));
            for (WatchEvent.Type type : WatchEvent.Type.values()) {
                text.append(watch.unwanted().contains(type) ? " without " + word(type) : "");
            }
            text.append(watch.previous() ? " previous\n" : "\n");
            watch.received().forEach(each -> text.append(line(each)).append('\n'));
        }
        return text.toString();
    }

    private static String line(Watch.Received received) {
        return switch (received) {
            case Watch.Received.Response(long revision, List<WatchEvent> events, boolean continues) -> {
                StringBuilder line = new StringBuilder((continues ? "fragment " : "response ") + revision);
                events.forEach(each -> line.append(' ').append(each));
                yield line.toString();
            }
            case Watch.Received.Progress(long revision) -> "progress " + revision;
            case Watch.Received.Reconnected(long from) -> "reconnected " + from;
        };
    }

    private static String word(WatchEvent.Type type) {
        return switch (type) {
            case PUT -> "put";
            case DELETE -> "delete";
        };
    }

    static Recorded read(String text) {
        Reader reader = new Reader();
        Lines.of(TITLE, text, words -> {
            reader.line(words);
            words.end();
            return words;
        });
        return new Recorded(
                new Chronicle(reader.changes, reader.compacted),
                reader.watches.stream().map(Unfinished::watch).toList());
    }

    /** A watch, of which more may come. */
    private record Unfinished(Watch begun, List<Watch.Received> received) {
        Watch watch() {
            return new Watch(
                    begun.name(), begun.range(), begun.unwanted(), begun.previous(), begun.startRevision(), received);
        }
    }

    private static final class Reader {
        private final List<WatchEvent> changes = new ArrayList<>();
        private final List<Unfinished> watches = new ArrayList<>();
        private long compacted;

        void line(Words words) {
            String verb = words.word("a line");
            switch (verb) {
                case "compacted" -> compacted = words.number("a revision");
                case "change" -> changes.add(event(words));
                case "watch" -> watches.add(new Unfinished(watch(words), new ArrayList<>()));
                default -> {
                    if (watches.isEmpty()) {
                        throw words.unexpected("compacted, change or a watch before what it was told", verb);
                    }
                    watches.getLast().received().add(received(words, verb));
                }
            }
        }

        private static Watch watch(Words words) {
            String name = words.text("a name");
            words.expect("from");
            long from = words.number("a revision");
            words.expect("range");
            Watch.Range range = new Watch.Range(words.text("a key"), words.text("the end of a range"));
            Set<WatchEvent.Type> unwanted = EnumSet.noneOf(WatchEvent.Type.class);
            while (words.take("without")) {
                unwanted.add(type(words));
            }
            return new Watch(name, range, unwanted, words.take("previous"), from, List.of());
        }

        private static Watch.Received received(Words words, String verb) {
            long revision = words.number("a revision");
            return switch (verb) {
                case "response" -> new Watch.Received.Response(revision, events(words), false);
                case "fragment" -> new Watch.Received.Response(revision, events(words), true);
                case "progress" -> new Watch.Received.Progress(revision);
                case "reconnected" -> new Watch.Received.Reconnected(revision);
                default -> throw words.unexpected("response, fragment, progress, reconnected or watch", verb);
            };
        }

        private static List<WatchEvent> events(Words words) {
            List<WatchEvent> events = new ArrayList<>();
            while (!words.isAtEnd()) {
                events.add(event(words));
            }
            return events;
        }

        private static WatchEvent event(Words words) {
            WatchEvent.Type type = type(words);
            String key = words.text("a key");
            WatchEvent event =
                    switch (type) {
                        case PUT -> new WatchEvent(type, pair(words, key), Optional.empty());
                        case DELETE -> {
                            words.expect("modified");
                            yield WatchEvent.delete(key, words.number("a revision"));
                        }
                    };
            return words.take("after") ? event.after(pair(words, key)) : event;
        }

        private static WatchEvent.Type type(Words words) {
            String type = words.word("put or delete");
            return switch (type) {
                case "put" -> WatchEvent.Type.PUT;
                case "delete" -> WatchEvent.Type.DELETE;
                default -> throw words.unexpected("put or delete", type);
            };
        }

        private static WatchEvent.Pair pair(Words words, String key) {
            String value = words.text("a value");
            words.expect("modified");
            long modified = words.number("a revision");
            words.expect("created");
            long created = words.number("a revision");
            words.expect("version");
            return new WatchEvent.Pair(key, value, modified, created, words.number("a version"));
        }
    }
}
