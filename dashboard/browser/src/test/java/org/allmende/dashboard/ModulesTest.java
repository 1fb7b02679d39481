package org.allmende.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;

/** What the page's modules compute, each asked by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModulesTest {
    private @Nullable Chromium chromium;
    private @Nullable Page page;

    @BeforeAll
    void start() {
        chromium = Chromium.launch();
        page = InventedNetwork.of("anna").open(chromium, 1280, ColorScheme.LIGHT).page;
    }

    @AfterAll
    void stop() {
        try (Chromium _ = chromium) {
            page = null;
        }
    }

    // ---- what can still be lost

    /** Weights of the roster; those in brackets are not level. Any so many may go; of the level ones, each of these may. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 1 1 1         |  1 | 0 1 2 3
            1 1 1 (1)       |  0 | ''
            1 1 (1) (1)     | -1 | ''
            1 1 1 1 1 1 1   |  2 | 0 1 2 3 4 5 6
            1               |  0 | ''
            3 1 1 1 1       |  0 | 1 2 3 4
            3 1 1 1 (1)     |  0 | 1 2 3
            3 1 1 (1) (1)   |  0 | ''
            (3) 1 1 1 1     | -1 | ''
            2 2 2 1         |  1 | 0 1 2 3
            5 4 4 4 1 1     |  1 | 0 1 2 3 4 5
            1 1 1 (1) 0     |  0 | 4
            """)
    void saysWhatAnyLossAndWhatEachLossComesTo(String roster, int canLose, String spared) {
        Object told = call("endurance.js", """
                (m, roster) => {
                  const members = roster.split(' ').map((word, i) =>
                    ({ card: { weight: Number(word.replace(/[()]/g, '')), name: String(i) }, level: !word.startsWith('(') }));
                  const { canLose, spared } = m.endurance(members);
                  return `${canLose} ${spared.map(each => each.card.name).join(' ')}`.trim();
                }""", roster);
        assertThat(told).isEqualTo((canLose + " " + spared).strip());
    }

    /** Values told by nodes of a weight, of all the weight; what nodes with more than a third of it have reached. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1:7 1:7 1:7 1:7       | 4 | 7
            1:9000 1:7 1:6 1:5    | 4 | 7
            1:9000 1:7            | 4 | 7
            1:9000                | 4 | null
            2:9000 1:7 1:7        | 4 | 9000
            1:9000 1:9000 1:7 1:7 1:7 1:7 1:7 | 7 | 7
            1:7                   | 1 | 7
            1:9 1:8 1:7           | 3 | 8
            0:9000 1:8 1:8 1:8    | 3 | 8
            """)
    void believesWhatAnHonestNodeHasReachedAtLeast(String told, int total, String expected) {
        Object reached = call("belief.js", """
                (m, { told, total }) => String(m.reached(told.split(' ').map(each => each.split(':').map(Number))
                  .map(([weight, value]) => ({ weight, value })), total))""", Map.of("told", told, "total", total));
        assertThat(reached).isEqualTo(expected);
    }

    @Test
    void noNodesHashesAreLostForWhatAnotherMakesUp() {
        Object told = call("belief.js", """
                m => {
                  const hashes = new m.Hashes(new Map([['a', 1], ['b', 1], ['c', 1], ['liar', 1]]));
                  const honest = height => [{ height, stateHash: `h${height}` }];
                  ['a', 'b', 'c'].forEach(node => hashes.note(node, honest(10)));
                  for (let height = 1000; height < 5000; height++) {
                    hashes.note('liar', [{ height, stateHash: 'lie' }]);
                  }
                  const before = [hashes.agree(['a', 'b', 'c'], 0), hashes.disagreesAt('a'), hashes.disagreesAt('liar')];
                  hashes.note('liar', [{ height: 11, stateHash: 'lie' }, { height: 6000, stateHash: 'lie' }]);
                  hashes.note('a', honest(11));
                  const alone = [hashes.disagreesAt('a'), hashes.disagreesAt('liar')];
                  hashes.note('b', honest(11));
                  return JSON.stringify([before, alone, hashes.disagreesAt('a')]);
                }""", null);
        assertThat(told).as("agreed below, nobody accused on one word, and no honest node ever")
                .isEqualTo("[[true,null,null],[null,null],null]");
    }

    // ---- text

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plain text       | plain text
            a\\u202eb        | a\\\\u202eb
            C:\\dir\\new     | C:\\dir\\\\new
            """)
    void aBackslashIsDoubledOnlyWhereItWouldLookLikeAnEscape(String text, String shown) {
        assertThat(call("dom.js", "(m, text) => m.visible(text)", text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x1b, 0x7f, 0x85, 0xa0, 0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0x2003, 0x200b, 0x200f, 0x2028, 0x202e,
        0x2060, 0x2066, 0x2800, 0x3000, 0x3164, 0xd800, 0xfe0f, 0xfeff, 0xffa0, 0xe0001, 0xe0041, 0xe0100})
    void whatCannotBeSeenIsShownAsAnEscape(int code) {
        String escape = code > 0xffff ? "\\u{%x}".formatted(code) : "\\u%04x".formatted(code);
        assertThat(call("dom.js", "(m, code) => m.visible(`a${String.fromCodePoint(code)}b`)", code))
                .isEqualTo("a" + escape + "b");
    }

    /** Base64 of a key, and of text whether it is some. */
    @Test
    void whatIsShownOfAKeyFindsItWhenItIsTyped() {
        Object wrong = call("bytes.js", """
                m => {
                  const texts = ['', 'a', 'config/x', '0x', '0x41', '0xABC', '0xzz', '\\\\u202e', '\\u202e', 'a\\\\', 'a\\\\\\\\u', '\\\\\\u00ad', 'tab\\there',
                    'line\\nbreak', '\\\\t', '\\u{e0041}', 'C:\\\\new', 'žluťoučký', '🙂'];
                  const encoded = texts.map(text => [new TextEncoder().encode(text), text]);
                  const binary = [[0], [255, 254, 0], [0x41, 0xff]].map(bytes => [Uint8Array.from(bytes), undefined]);
                  const wrong = [...encoded, ...binary].filter(([bytes, text]) =>
                    bytes.length > 0 && String(m.typedBytes(m.shown(btoa(String.fromCharCode(...bytes)), text))) !== String(bytes));
                  const shown = [...encoded, ...binary].map(([bytes, text]) => m.shown(btoa(String.fromCharCode(...bytes)), text));
                  return [...wrong.map(([, text]) => text), ...shown.filter((each, i) => shown.indexOf(each) !== i)];
                }""", null);
        assertThat((List<?>) wrong).isEmpty();
    }

    // ---- charts

    @Test
    void samplesAreLetGoByTheirAgeHoweverFewThereAre() {
        Object kept = call("series.js", """
                m => {
                  const series = new m.Series();
                  const picture = { members: [] };
                  const at = minutes => 1_700_000_000_000 + minutes * 60_000;
                  for (const minutes of [0, 1, 30, 35, 40, 40.5]) series.take(picture, at(minutes));
                  const afterHours = series.samples.map(sample => (sample.at - at(0)) / 60_000);
                  series.take(picture, at(36));
                  return JSON.stringify([afterHours, series.samples.map(sample => (sample.at - at(0)) / 60_000)]);
                }""", null);
        assertThat(kept).as("after a long absence, and after the clock was set back").isEqualTo("[[35,40,40.5],[35,36]]");
    }

    @Test
    void aLineIsDrawnWhereItsValuesAreAndBrokenWhereNoneAreKnown() {
        Object drawn = call("chart.js", """
                async m => {
                  const chart = new m.Chart({ title: 'T', note: 'n', lines: [{ key: 'v', label: 'v' }], empty: 'none' });
                  document.body.replaceChildren(chart.element);
                  const at = i => 1_700_000_000_000 + i * 60_000;
                  chart.show([0, 10, 5, null, 2, 0].map((v, i) => ({ at: at(i), v })));
                  const box = chart.drawing.getBoundingClientRect();
                  const lines = [...chart.drawing.querySelectorAll('.line')].map(line =>
                    line.getAttribute('d').slice(1).split('L').map(point => point.split(',').map(Number)));
                  const inside = lines.flat().every(([x, y]) => x >= 0 && x <= box.width && y >= 0 && y <= box.height);
                  const [[floor, top, middle]] = lines;
                  const halfway = Math.abs((floor[1] + top[1]) / 2 - middle[1]) < 0.2;
                  const rightwards = lines.flat().every(([x], i, all) => i === 0 || x > all[i - 1][0]);
                  return JSON.stringify([lines.map(line => line.length), inside, top[1] < middle[1], halfway, rightwards]);
                }""", null);
        assertThat(drawn).isEqualTo("[[3,2],true,true,true,true]");
    }

    @Test
    void sixtyFourLinesAreToldApart() {
        Object looks = call("chart.js", """
                m => {
                  const lines = Array.from({ length: 64 }, (_, i) => ({ key: `k${i}`, label: `node-${i}` }));
                  const chart = new m.Chart({ title: 'T', note: 'n', lines, empty: 'none' });
                  document.body.replaceChildren(chart.element);
                  const looks = [...chart.element.querySelectorAll('.legend path')].map(path => {
                    const { stroke, strokeDasharray } = getComputedStyle(path);
                    return [stroke, strokeDasharray];
                  });
                  const firsts = looks.slice(0, 8);
                  return JSON.stringify([new Set(looks.map(String)).size, new Set(firsts.map(([stroke]) => stroke)).size,
                    new Set(firsts.map(([, dashes]) => dashes)).size]);
                }""", null);
        assertThat(looks).as("all by colour and dashes together, the first eight by either alone").isEqualTo("[64,8,8]");
    }

    /** Calls a function of a module and one argument. */
    private Object call(String module, String function, @Nullable Object argument) {
        return Objects.requireNonNull(page)
                .evaluate("argument => import('/dashboard/" + module + "').then(m => (" + function + ")(m, argument))", argument);
    }
}
