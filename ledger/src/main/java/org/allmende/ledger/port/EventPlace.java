package org.allmende.ledger.port;

/** Where an event stands: its height, and its number within that height, from 0. Written {@code height-index}. */
public record EventPlace(long height, int index) implements Comparable<EventPlace> {
    /** Before the first event. */
    public static final EventPlace START = new EventPlace(0, -1);

    /** @throws IllegalArgumentException when {@code text} is not {@code height-index} */
    public static EventPlace parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 1) {
            throw new IllegalArgumentException("an event's place is written HEIGHT-INDEX, for instance 42-0");
        }
        return new EventPlace(Long.parseLong(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
    }

    @Override
    public int compareTo(EventPlace other) {
        int byHeight = Long.compare(height, other.height);
        return byHeight != 0 ? byHeight : Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return height + "-" + index;
    }
}
