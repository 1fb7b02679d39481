package org.allmende.gateway.etcd.json;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.allmende.ledger.encoding.Bytes;

/**
 * Cuts bytes, as they come, into JSON values (RFC 8259), one after the other with or without white space between. Every
 * byte is looked at once. Says what is wrong as Go does, which etcd's clients know.
 */
final class JsonValues {
    /** Arrays and objects within one another. */
    static final int DEPTH_MAX = 100;

    private static final String SPACE = " \t\r\n";
    private static final String DIGITS = "0123456789";

    private final int valueBytesMax;
    private final Deque<Character> open = new ArrayDeque<>();
    private ByteArrayOutputStream value = new ByteArrayOutputStream();
    private Bytes input = Bytes.EMPTY;
    private int position;
    private State state = State.START;
    private String literal = "";
    private int seen;
    private boolean key;
    private boolean ended;

    /** What was read last, or, where it says so, what is to come. */
    private enum State {
        START,
        DONE,
        VALUE_TO_COME,
        ELEMENT_OR_END_TO_COME,
        KEY_TO_COME,
        KEY_OR_END_TO_COME,
        COLON_TO_COME,
        VALUE,
        STRING,
        ESCAPE,
        HEX,
        LITERAL,
        MINUS,
        ZERO,
        DIGIT,
        POINT,
        FRACTION,
        EXPONENT,
        EXPONENT_SIGN,
        EXPONENT_DIGIT
    }

    /** @param valueBytesMax how long one value may be */
    JsonValues(int valueBytesMax) {
        this.valueBytesMax = valueBytesMax;
    }

    /** More has come. Only after {@link #next} said that nothing is left. */
    void add(Bytes bytes) {
        input = bytes;
        position = 0;
    }

    /** Nothing more comes. */
    void end() {
        ended = true;
    }

    /** The next value that is complete; empty: more has to come, or nothing does. */
    Optional<Bytes> next() throws MalformedException {
        while (position < input.length()) {
            char next = (char) (input.at(position) & 0xff);
            if (endsNumber() && !continuesNumber(next)) {
                endValue();
                if (state == State.DONE) {
                    return Optional.of(take());
                }
            }
            position++;
            if (state == State.START && isSpace(next)) {
                continue;
            }
            if (value.size() == valueBytesMax) {
                throw new MalformedException("a message of more than " + valueBytesMax + " bytes: send less at once");
            }
            value.write(next);
            step(next);
            if (state == State.DONE) {
                return Optional.of(take());
            }
        }
        if (!ended || state == State.START) {
            return Optional.empty();
        }
        if (endsNumber() && open.isEmpty()) {
            return Optional.of(take());
        }
        throw new MalformedException("unexpected EOF");
    }

    private Bytes take() {
        Bytes taken = Bytes.wrap(value.toByteArray());
        value = new ByteArrayOutputStream();
        state = State.START;
        return taken;
    }

    private void step(char next) throws MalformedException {
        switch (state) {
            case START, VALUE_TO_COME -> beginValue(next);
            case ELEMENT_OR_END_TO_COME -> {
                if (next == ']') {
                    close();
                } else {
                    beginValue(next);
                }
            }
            case KEY_TO_COME, KEY_OR_END_TO_COME -> beginKey(next);
            case COLON_TO_COME -> {
                if (!isSpace(next)) {
                    require(next == ':', next, "after object key");
                    state = State.VALUE_TO_COME;
                }
            }
            case VALUE -> afterValue(next);
            case STRING -> inString(next);
            case ESCAPE -> {
                require("\"\\/bfnrtu".indexOf(next) >= 0, next, "in string escape code");
                seen = 0;
                state = next == 'u' ? State.HEX : State.STRING;
            }
            case HEX -> {
                require(Character.digit(next, 16) >= 0, next, "in \\u hexadecimal character escape");
                seen++;
                state = seen == 4 ? State.STRING : State.HEX;
            }
            case LITERAL -> {
                require(
                        next == literal.charAt(seen),
                        next,
                        "in literal " + literal + " (expecting '" + literal.charAt(seen) + "')");
                seen++;
                if (seen == literal.length()) {
                    endValue();
                }
            }
            case MINUS -> {
                require(DIGITS.indexOf(next) >= 0, next, "in numeric literal");
                state = next == '0' ? State.ZERO : State.DIGIT;
            }
            case ZERO, DIGIT -> state = next == '.' ? State.POINT : next >= 'E' ? State.EXPONENT : State.DIGIT;
            case POINT -> {
                require(DIGITS.indexOf(next) >= 0, next, "after decimal point in numeric literal");
                state = State.FRACTION;
            }
            case FRACTION -> state = next >= 'E' ? State.EXPONENT : State.FRACTION;
            case EXPONENT -> {
                require("+-0123456789".indexOf(next) >= 0, next, "in exponent of numeric literal");
                state = next == '+' || next == '-' ? State.EXPONENT_SIGN : State.EXPONENT_DIGIT;
            }
            case EXPONENT_SIGN, EXPONENT_DIGIT -> {
                require(DIGITS.indexOf(next) >= 0, next, "in exponent of numeric literal");
                state = State.EXPONENT_DIGIT;
            }
            case DONE -> throw new IllegalStateException("a value that is complete was not taken");
        }
    }

    private void beginValue(char next) throws MalformedException {
        switch (next) {
            case ' ', '\t', '\r', '\n' -> {}
            case '{' -> open('{', State.KEY_OR_END_TO_COME);
            case '[' -> open('[', State.ELEMENT_OR_END_TO_COME);
            case '"' -> beginString(false);
            case 't' -> beginLiteral("true");
            case 'f' -> beginLiteral("false");
            case 'n' -> beginLiteral("null");
            case '-' -> state = State.MINUS;
            case '0' -> state = State.ZERO;
            default -> {
                require(DIGITS.indexOf(next) >= 0, next, "looking for beginning of value");
                state = State.DIGIT;
            }
        }
    }

    private void beginKey(char next) throws MalformedException {
        if (isSpace(next)) {
            return;
        }
        if (next == '}' && state == State.KEY_OR_END_TO_COME) {
            close();
            return;
        }
        require(next == '"', next, "looking for beginning of object key string");
        beginString(true);
    }

    private void beginString(boolean asKey) {
        key = asKey;
        state = State.STRING;
    }

    private void beginLiteral(String which) {
        literal = which;
        seen = 1;
        state = State.LITERAL;
    }

    private void inString(char next) throws MalformedException {
        require(next >= ' ', next, "in string literal");
        if (next == '\\') {
            state = State.ESCAPE;
        } else if (next == '"' && key) {
            state = State.COLON_TO_COME;
        } else if (next == '"') {
            endValue();
        }
    }

    private void afterValue(char next) throws MalformedException {
        if (isSpace(next)) {
            return;
        }
        boolean inObject = open.element() == '{';
        if (next == ',') {
            state = inObject ? State.KEY_TO_COME : State.VALUE_TO_COME;
        } else {
            require(
                    next == (inObject ? '}' : ']'),
                    next,
                    inObject ? "after object key:value pair" : "after array element");
            close();
        }
    }

    private void open(char bracket, State then) throws MalformedException {
        if (open.size() == DEPTH_MAX) {
            throw new MalformedException("more than " + DEPTH_MAX + " objects and arrays within one another");
        }
        open.push(bracket);
        state = then;
    }

    private void close() {
        open.pop();
        endValue();
    }

    private void endValue() {
        state = open.isEmpty() ? State.DONE : State.VALUE;
    }

    private boolean endsNumber() {
        return state == State.ZERO
                || state == State.DIGIT
                || state == State.FRACTION
                || state == State.EXPONENT_DIGIT;
    }

    private boolean continuesNumber(char next) {
        return switch (state) {
            case ZERO -> ".eE".indexOf(next) >= 0;
            case DIGIT -> ".eE0123456789".indexOf(next) >= 0;
            case FRACTION -> "eE0123456789".indexOf(next) >= 0;
            default -> DIGITS.indexOf(next) >= 0;
        };
    }

    private static boolean isSpace(char next) {
        return SPACE.indexOf(next) >= 0;
    }

    private static void require(boolean holds, char next, String where) throws MalformedException {
        if (!holds) {
            throw new MalformedException("invalid character '" + shown(next) + "' " + where);
        }
    }

    private static String shown(char next) {
        if (next == '\'') {
            return "\\'";
        }
        return next < ' ' ? String.format("\\x%02x", (int) next) : String.valueOf(next);
    }
}
