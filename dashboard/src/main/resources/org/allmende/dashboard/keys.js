// The key browser: reads, and never writes. Each answer is one node's word, and says which node's and as of when.

import { base64url, bytesOf, endOf, isBytes, shown, typedBytes } from "./bytes.js";
import { el, mark, say, sentence, visible, whole } from "./dom.js";
import { Detail } from "./key.js";

const PAGE_KEYS = 50;
const NUMBERS = ["Version", "Created", "Changed"];

/** A network without keyspaces, or a node that told none, is asked again. */
const AGAIN_MILLIS = 3_000;

/** An answer that takes longer than this is told to be waited for. */
const SLOW_MILLIS = 700;

export class Keys {
  constructor(network) {
    this.network = network;
    this.page = { starts: [null], revision: 0 };
    this.asked = 0;
    this.build();
  }

  build() {
    this.keyspace = el("select", { id: "keyspace", onchange: () => this.search(), onfocus: () => this.renew() });
    this.prefix = el("input", {
      id: "prefix", type: "search", autocomplete: "off", autocapitalize: "none", spellcheck: "false", placeholder: "all keys",
      oninput: () => this.later(),
    });
    this.consistency = el("select", { id: "consistency", onchange: () => this.search() },
      el("option", { value: "local" }, "one node’s state, at once"),
      el("option", { value: "linearizable" }, "everything acknowledged before"));
    this.told = el("p", { class: "note", role: "status" });
    this.rows = el("tbody");
    this.table = el("table", { class: "keys" },
      el("caption", { class: "aside" }, "Keys of the keyspace; choose one for its value"),
      el("thead", {}, el("tr", {},
        el("th", { scope: "col" }, "Key"),
        NUMBERS.map(title => el("th", { scope: "col", class: "number" }, title)))),
      this.rows);
    this.pages = el("nav", { class: "pages", "aria-label": "Pages of keys", hidden: true });
    this.before = turner("Previous", () => this.turn(-1));
    this.after = turner("Next", () => this.turn(1));
    this.pages.append(this.before, this.after);
    this.detail = new Detail(this.network);
    this.element = el("div", {},
      el("form", { class: "search", role: "search", onsubmit: event => { event.preventDefault(); this.search(); } },
        el("label", {}, "Keyspace", this.keyspace),
        el("label", { class: "wide" }, "Keys that begin with", this.prefix),
        el("label", {}, "Read", this.consistency),
        el("button", {}, "Search")),
      this.told,
      el("div", { class: "browser" },
        el("div", {},
          el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Keys" }, this.table),
          this.pages),
        this.detail.element));
  }

  /** "/" leads to the search while the focus is in here: a key of one letter must not act anywhere else (WCAG 2.1.4). */
  key(event) {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input:not([type=radio]), select, textarea")) {
      event.preventDefault();
      this.prefix.focus();
    }
  }

  /** Fills in the keyspaces; asked again until a node answers. */
  async begin() {
    if (!await this.renew()) {
      setTimeout(() => this.begin(), AGAIN_MILLIS);
    } else {
      await this.search();
    }
  }

  /** @returns whether there is a keyspace; the one chosen stays so */
  async renew() {
    try {
      const { json } = await this.network.ask("/v1/keyspaces?consistency=local");
      const names = json.keyspaces.map(keyspace => keyspace.name);
      const before = [...this.keyspace.options].map(option => option.value);
      if (JSON.stringify(names) !== JSON.stringify(before)) {
        const chosen = this.keyspace.value;
        this.keyspace.replaceChildren(...names.map(name => el("option", { value: name, selected: name === chosen }, visible(name))));
        if (before.length > 0 && !names.includes(chosen)) {
          this.search();
        }
      }
      if (names.length === 0) {
        say(this.told, "This network has no keyspace yet: its genesis names one, or a signed transaction creates it. Looked for again every 3 s.");
      }
      return names.length > 0;
    } catch (problem) {
      if (this.keyspace.options.length === 0) {
        this.refuse(problem);
      }
      return this.keyspace.options.length > 0;
    }
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.search(), 250);
  }

  search() {
    clearTimeout(this.waiting);
    return this.load({ starts: [null], revision: 0 });
  }

  turn(by) {
    const { starts, revision } = this.page;
    return this.load({ starts: by > 0 ? [...starts, this.next] : starts.slice(0, -1), revision });
  }

  /**
   * The pages of one search are all as of the revision of the first, so that none is shown twice or left out. The page
   * stays the one it was until the next is there.
   */
  async load(page) {
    if (this.keyspace.value === "") {
      return;
    }
    const asked = ++this.asked;
    const isLatest = () => asked === this.asked;
    mark(this.table, "aria-busy", "true");
    const slow = setTimeout(() => isLatest() && say(this.told, this.consistency.value === "local" ? "Reading…"
      : "Waiting for the network to order this read…"), SLOW_MILLIS);
    try {
      const { json, node } = await this.network.ask(`${this.path()}/range?${this.query(page)}`);
      if (isLatest()) {
        this.show(page, json, node);
      }
    } catch (problem) {
      if (isLatest()) {
        this.refuse(problem);
      }
    } finally {
      clearTimeout(slow);
      if (isLatest()) {
        mark(this.table, "aria-busy", "false");
      }
    }
  }

  query({ starts, revision }) {
    const prefix = typedBytes(this.prefix.value);
    const start = starts.at(-1) ?? (prefix.length > 0 ? prefix : null);
    const query = new URLSearchParams({ limit: PAGE_KEYS, keysOnly: "true", consistency: this.consistency.value });
    if (start !== null) {
      query.set("key", base64url(start));
      query.set("rangeEnd", base64url(endOf(prefix)));
    }
    if (revision > 0) {
      query.set("revision", revision);
    }
    return query;
  }

  path() {
    return `/v1/keyspaces/${encodeURIComponent(this.keyspace.value)}`;
  }

  show({ starts, revision }, { height, result }, node) {
    const rows = result.keyValues.map(each => el("tr", {},
      el("th", { scope: "row" }, el("button", {
        type: "button", class: "key", "aria-pressed": "false", onclick: event => this.choose(each, event.currentTarget),
      }, shown(each.key, each.keyText))),
      [each.version, each.createRevision, each.modRevision].map((number, i) =>
        el("td", { class: "number", "data-title": NUMBERS[i] }, whole(number)))));
    const last = result.keyValues.at(-1);
    this.page = { starts, revision: revision || result.revision };
    this.next = last ? Uint8Array.from([...bytesOf(last.key), 0]) : null;
    this.rows.replaceChildren(...rows);
    if (rows.length === 0) {
      this.rows.append(el("tr", {}, el("td", { colspan: "4", class: "empty" }, this.emptiness())));
    }
    mark(this.after, "aria-disabled", String(!result.more));
    mark(this.before, "aria-disabled", String(starts.length < 2));
    this.pages.hidden = !result.more && starts.length < 2;
    const skipped = (starts.length - 1) * PAGE_KEYS;
    const total = skipped + result.count;
    const which = rows.length === 0 ? "No keys" : total === 1 ? "One key"
      : total <= PAGE_KEYS ? `${whole(total)} keys` : `Keys ${whole(skipped + 1)} to ${whole(skipped + rows.length)} of ${whole(total)}`;
    say(this.told, `${which}, as of height ${whole(height)}, revision ${whole(this.page.revision)}; told by ${node.name}.`);
  }

  emptiness() {
    const typed = this.prefix.value;
    return typed === "" ? "No keys yet. Try: bin/allmende kv put greeting hello"
      : isBytes(typed) ? "No key begins with these bytes. For text that begins with 0x, type \\u0030x."
        : "No key begins like this. Try fewer letters: keys are compared byte by byte.";
  }

  refuse(problem) {
    say(this.told, sentence(problem));
  }

  choose(key, button) {
    this.rows.querySelectorAll("button").forEach(each => mark(each, "aria-pressed", String(each === button)));
    return this.detail.show(key, this.path(), this.keyspace.value, this.consistency.value);
  }
}

/** Not disabled when there is nothing to turn to: who has just pressed it would lose their place. */
const turner = (name, turn) => el("button", {
  type: "button", onclick: event => event.currentTarget.getAttribute("aria-disabled") === "true" || turn(),
}, name);
