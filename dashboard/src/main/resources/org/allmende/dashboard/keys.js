// The key browser: reads, and never writes. Each answer is one node's word, and says which node's and as of when.

import { el, mark, say, visible, whole } from "./dom.js";

const PAGE_KEYS = 50;
const NUMBERS = ["Version", "Created", "Changed"];
const PREVIEW_CHARACTERS = 60;
const HISTORY_MAX = 200;
const HISTORY_PATIENCE_MILLIS = 4_000;

export class Keys {
  constructor(network) {
    this.network = network;
    this.starts = [];
    this.revision = 0;
    this.asked = 0;
    this.build();
  }

  build() {
    this.keyspace = el("select", { id: "keyspace", onchange: () => this.search() });
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
    this.before = el("button", { type: "button", onclick: () => this.turn(-1) }, "Previous");
    this.after = el("button", { type: "button", onclick: () => this.turn(1) }, "Next");
    this.pages.append(this.before, this.after);
    this.detail = el("section", { class: "detail", "aria-label": "The chosen key", tabindex: "-1" },
      el("p", { class: "empty" }, "Choose a key to see its value and its history."));
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
        this.detail));
  }

  /** Fills in the keyspaces; asked again until a node answers. */
  async begin() {
    try {
      const { json } = await this.network.ask("/v1/keyspaces?consistency=local");
      const names = json.keyspaces.map(keyspace => keyspace.name);
      const chosen = this.keyspace.value;
      this.keyspace.replaceChildren(...json.keyspaces.map(({ name }) => el("option", { value: name, selected: name === chosen }, visible(name))));
      if (names.length === 0) {
        say(this.told, "This network has no keyspace yet.");
      } else {
        await this.search();
      }
    } catch (refused) {
      this.refuse(refused);
      setTimeout(() => this.begin(), 3_000);
    }
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.search(), 250);
  }

  search() {
    clearTimeout(this.waiting);
    this.starts = [null];
    this.revision = 0;
    return this.load();
  }

  turn(by) {
    if (by > 0) {
      this.starts.push(this.next);
    } else {
      this.starts.pop();
    }
    return this.load();
  }

  /** The pages of one search are all as of the revision of the first, so that none is shown twice or left out. */
  async load() {
    if (this.keyspace.value === "") {
      return;
    }
    const asked = ++this.asked;
    mark(this.table, "aria-busy", "true");
    const prefix = new TextEncoder().encode(this.prefix.value);
    const start = this.starts.at(-1) ?? (prefix.length > 0 ? prefix : null);
    const query = new URLSearchParams({ limit: PAGE_KEYS, keysOnly: "true", consistency: this.consistency.value });
    if (start !== null) {
      query.set("key", base64url(start));
      query.set("rangeEnd", base64url(endOf(prefix)));
    }
    if (this.revision > 0) {
      query.set("revision", this.revision);
    }
    try {
      const { json, node } = await this.network.ask(`${this.path()}/range?${query}`);
      if (asked === this.asked) {
        this.show(json, node);
      }
    } catch (refused) {
      if (asked === this.asked) {
        this.refuse(refused);
      }
    }
  }

  path() {
    return `/v1/keyspaces/${encodeURIComponent(this.keyspace.value)}`;
  }

  show({ height, result }, node) {
    mark(this.table, "aria-busy", "false");
    this.revision = this.revision || result.revision;
    const skipped = (this.starts.length - 1) * PAGE_KEYS;
    this.rows.replaceChildren(...result.keyValues.map(each => el("tr", {},
      el("th", { scope: "row" }, el("button", { type: "button", class: "key", "aria-pressed": "false", onclick: event => this.choose(each, event.currentTarget) }, shown(each.key, each.keyText))),
      [each.version, each.createRevision, each.modRevision].map((number, i) =>
        el("td", { class: "number", "data-title": NUMBERS[i] }, whole(number))))));
    if (result.keyValues.length === 0) {
      this.rows.append(el("tr", {}, el("td", { colspan: "4", class: "empty" }, this.prefix.value === ""
        ? "No keys yet. Try: bin/allmende kv put greeting hello"
        : "No key begins like this. Try fewer letters: keys are compared byte by byte.")));
    }
    const last = result.keyValues.at(-1);
    this.next = last ? Uint8Array.from([...bytesOf(last.key), 0]) : null;
    this.after.disabled = !result.more;
    this.before.disabled = this.starts.length < 2;
    this.pages.hidden = this.after.disabled && this.before.disabled;
    const total = skipped + result.count;
    const which = result.keyValues.length === 0 ? "No keys" : total === 1 ? "One key"
      : total <= PAGE_KEYS ? `${whole(total)} keys` : `Keys ${whole(skipped + 1)} to ${whole(skipped + result.keyValues.length)} of ${whole(total)}`;
    say(this.told, `${which}, as of height ${whole(height)}, revision ${whole(this.revision)}; told by ${node.name}.`);
  }

  refuse(refused) {
    mark(this.table, "aria-busy", "false");
    say(this.told, `${refused.message}. ${refused.advice ? `What to do: ${refused.advice}.` : ""}`);
  }

  async choose({ key, keyText }, button) {
    this.rows.querySelectorAll("button").forEach(each => mark(each, "aria-pressed", String(each === button)));
    this.history?.close();
    const path = this.path();
    const keyspace = this.keyspace.value;
    this.detail.replaceChildren(el("p", { class: "empty" }, "Reading…"));
    try {
      const { json, node } = await this.network.ask(`${path}/range?key=${url(key)}&consistency=${this.consistency.value}`);
      const [now] = json.result.keyValues;
      this.detail.replaceChildren(
        el("h3", {}, shown(key, keyText)),
        el("p", { class: "note" }, `In ${visible(keyspace)}, as of height ${whole(json.height)}, revision ${whole(json.result.revision)}; told by ${node.name}.`),
        ...(now ? this.value(now, path) : [el("p", { class: "empty" }, "It has been deleted meanwhile. Search again.")]));
      this.detail.focus({ preventScroll: window.innerWidth > 900 });
    } catch (refused) {
      this.detail.replaceChildren(el("p", { class: "empty" }, `${refused.message}. ${refused.advice}`));
    }
  }

  value(now, path) {
    const bytes = bytesOf(now.value);
    const forms = [
      now.valueText === undefined ? null : ["Text", () => visibleLines(now.valueText)],
      jsonOf(now.valueText) === undefined ? null : ["JSON", () => visibleLines(JSON.stringify(jsonOf(now.valueText), null, 2))],
      ["Hex", () => hex(bytes)],
    ].filter(form => form !== null);
    const shownValue = el("pre", { tabindex: "0", "aria-label": "Value" });
    const choose = form => say(shownValue, bytes.length === 0 ? "(empty)" : form());
    choose((forms.find(([name]) => name === "JSON") ?? forms[0])[1]);
    const preferred = forms.some(([name]) => name === "JSON") ? "JSON" : forms[0][0];
    const history = el("div");
    return [
      el("dl", { class: "facts" },
        fact("Version", whole(now.version)), fact("Created at revision", whole(now.createRevision)),
        fact("Changed at revision", whole(now.modRevision)), fact("Bytes", whole(bytes.length)),
        now.lease === 0 ? null : fact("Lease", String(now.lease))),
      el("fieldset", { class: "forms" }, el("legend", {}, "Show the value as"), forms.map(([name, form]) =>
        el("label", {}, el("input", { type: "radio", name: "form", checked: name === preferred, onchange: () => choose(form) }), name))),
      shownValue,
      el("button", { type: "button", onclick: event => { event.currentTarget.disabled = true; this.tellHistory(now, path, history); } }, "Show its history"),
      history,
    ];
  }

  /** From the watch of this one key, since it was created, until the change that made its present value. */
  tellHistory(now, path, place) {
    const rows = el("tbody");
    const told = el("p", { class: "note", role: "status" }, "Reading its history…");
    place.replaceChildren(told);
    const node = this.network.toAsk()[0];
    const source = new EventSource(`${node.url}${path}/watch?key=${url(now.key)}&startRevision=${now.createRevision}`);
    this.history = source;
    const changes = [];
    const end = text => {
      source.close();
      clearTimeout(patience);
      say(told, text);
      rows.replaceChildren(...changes.slice(-HISTORY_MAX).reverse().map(each => el("tr", {},
        el("td", { class: "number" }, whole(each.keyValue.modRevision)),
        el("td", {}, each.kind === "DELETE" ? "deleted" : preview(each.keyValue)))));
      if (changes.length > 0) {
        place.append(el("table", {},
          el("caption", { class: "aside" }, "Newest first"),
          el("thead", {}, el("tr", {}, el("th", { scope: "col", class: "number" }, "Revision"), el("th", { scope: "col" }, "Value"))),
          rows));
      }
    };
    const patience = setTimeout(() => end(changes.length > 0 ? "There may be more: the node takes long to tell." : `${node.name} tells no history now. Try again.`), HISTORY_PATIENCE_MILLIS);
    source.onmessage = message => {
      changes.push(...JSON.parse(message.data).events);
      if (changes.some(each => each.keyValue.modRevision >= now.modRevision)) {
        end(`${changes.length === 1 ? "One change" : `${whole(changes.length)} changes`} since it was created${changes.length > HISTORY_MAX ? `; the last ${HISTORY_MAX}` : ""}; told by ${node.name}.`);
      }
    };
    source.addEventListener("compacted", message => end(
      `What was before revision ${whole(JSON.parse(message.data).compactRevision)} is given up, and with it the beginning of its history.`));
    source.onerror = () => end(`${node.name} ended the answer. Try again.`);
  }
}

const fact = (name, value) => el("div", {}, el("dt", {}, name), el("dd", {}, value));

// ---- bytes

const bytesOf = base64 => Uint8Array.from(atob(base64), character => character.charCodeAt(0));

const url = base64 => base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

const base64url = bytes => url(btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join("")));

/** The first key after all that begin so; a zero byte means that there is none. */
export function endOf(prefix) {
  const end = [...prefix];
  while (end.length > 0 && end.at(-1) === 0xff) {
    end.pop();
  }
  if (end.length === 0) {
    return [0];
  }
  end[end.length - 1]++;
  return end;
}

function hex(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = Array.from(bytes.subarray(at, at + 16));
    lines.push(`${at.toString(16).padStart(6, "0")}  ${row.map(byte => byte.toString(16).padStart(2, "0")).join(" ")}`);
  }
  return lines.join("\n");
}

const shown = (key, text) => text === undefined ? `0x${Array.from(bytesOf(key), byte => byte.toString(16).padStart(2, "0")).join("")}` : visible(text);

const preview = ({ value, valueText }) => {
  const text = shown(value, valueText);
  return text === "" ? "(empty)" : text.length > PREVIEW_CHARACTERS ? `${text.slice(0, PREVIEW_CHARACTERS)}…` : text;
};

/** Line breaks and tabs may stand in a value; nothing else that cannot be seen. */
const visibleLines = text => text.split("\n").map(line => line.split("\t").map(visible).join("\t")).join("\n");

/** Objects and lists only: of a bare number or word the text says as much. */
function jsonOf(text) {
  try {
    const json = JSON.parse(text ?? "");
    return json !== null && typeof json === "object" ? json : undefined;
  } catch {
    return undefined;
  }
}
