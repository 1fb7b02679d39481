package org.allmende.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What holds of the page's looks in whatever state it is, and of its markup for those who do not see it. */
final class Looks {
    /** WCAG 2.2, 1.4.3: text has a contrast of 4.5 to what it stands on, with all that dims it. */
    private static final String TOO_FAINT = """
            () => {
              const parse = colour => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
              const over = ([r, g, b, a], ground) => [r, g, b].map((v, i) => v * a + ground[i] * (1 - a));
              const light = colour => colour.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
              const up = element => element ? [element, ...up(element.parentElement)] : [];
              const ground = element => up(element).reverse()
                .reduce((under, each) => over(parse(getComputedStyle(each).backgroundColor), under), [255, 255, 255]);
              const dimmed = element => up(element).reduce((all, each) => all * Number(getComputedStyle(each).opacity), 1);
              const faint = [];
              for (const element of document.querySelectorAll('body *')) {
                const says = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim() !== '');
                if (!says || !element.checkVisibility() || element.closest('noscript, option')) continue;
                const style = getComputedStyle(element);
                const under = ground(element);
                const [r, g, b, a] = parse(element instanceof SVGElement ? style.fill : style.color);
                const [x, y] = [light(over([r, g, b, a * dimmed(element)], under)), light(under)];
                const contrast = (Math.max(x, y) + .05) / (Math.min(x, y) + .05);
                if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} ${element.tagName} ${element.textContent.slice(0, 40)}`);
              }
              return faint;
            }""";

    /** What changes every second must not be read aloud: an output is a live region without saying so. */
    private static final String ALOUD = """
            () => [...document.querySelectorAll('output, [role=log], [role=alert], [role=timer], .chart [aria-live], .chart [role=status]')]
              .map(each => each.outerHTML.slice(0, 120))""";

    private static final String NAMELESS = """
            () => [
              ...[...document.querySelectorAll('input, select, button, a')].filter(each =>
                !(each.labels?.length || each.textContent.trim() || each.getAttribute('aria-label'))),
              ...[...document.querySelectorAll('section, nav, [role=region], [role=slider]')].filter(each =>
                !(each.getAttribute('aria-label') || document.getElementById(each.getAttribute('aria-labelledby')))),
              ...[...document.querySelectorAll('table')].filter(each =>
                !each.caption || [...each.querySelectorAll('th')].some(head => !head.scope)),
              ...[...document.querySelectorAll('img:not([alt])')],
            ].map(each => each.outerHTML.slice(0, 120))""";

    /** Controls that lose the focus of who presses them. */
    private static final String DISABLED = "() => [...document.querySelectorAll('button:disabled')].map(each => each.outerHTML)";

    private Looks() {}

    static void areReadable(Visit visit) {
        assertThat(visit.page.evaluate("() => document.documentElement.scrollWidth"))
                .as("width of the page, nothing to scroll sideways to")
                .isEqualTo(visit.page.viewportSize().width);
        assertThat((List<?>) visit.page.evaluate(TOO_FAINT)).as("texts of too little contrast").isEmpty();
    }

    static void areNamed(Visit visit) {
        assertThat((List<?>) visit.page.evaluate(NAMELESS)).as("controls, regions and tables without a name").isEmpty();
        assertThat((List<?>) visit.page.evaluate(ALOUD)).as("what would be read aloud every second").isEmpty();
        assertThat((List<?>) visit.page.evaluate(DISABLED)).as("buttons that lose the focus").isEmpty();
    }
}
