// One key that somebody chose: its value in the forms it has, its numbers, its history.

import { bytesOf, hex, shown, url } from "./bytes.js";
import { el, mark, say, sentence, visible, visibleJson, whole } from "./dom.js";
import { History } from "./history.js";

/** More of a value than this nobody reads in a page, and browsers take long to lay out. */
const VALUE_BYTES_SHOWN = 64 * 1024;
const HEX_BYTES_SHOWN = 16 * 1024;

/** Beside the list there is no need to scroll to it. */
const BESIDE_PIXELS = 900;

export class Detail {
  constructor(network) {
    this.network = network;
    this.asked = 0;
    this.history = null;
    this.element = el("section", { class: "detail", "aria-label": "The chosen key", tabindex: "-1" },
      el("p", { class: "empty" }, "Choose a key to see its value and its history."));
  }

  /** Reads it anew; when another one is chosen meanwhile, that one is shown. */
  async show({ key, keyText }, path, keyspace, consistency) {
    const asked = ++this.asked;
    this.history?.close();
    this.history = null;
    this.element.replaceChildren(el("p", { class: "empty" }, "Reading…"));
    let children;
    try {
      const { json, node } = await this.network.ask(`${path}/range?key=${url(key)}&consistency=${consistency}`);
      const [now] = json.result.keyValues;
      children = [
        el("h3", {}, shown(key, keyText)),
        el("p", { class: "note" }, `In ${visible(keyspace)}, as of height ${whole(json.height)}, revision ${whole(json.result.revision)}; told by ${node.name}.`),
        ...(now ? this.value(now, path) : [el("p", { class: "empty" }, "It has been deleted meanwhile. Search again.")]),
      ];
    } catch (problem) {
      children = [el("p", { class: "empty" }, sentence(problem))];
    }
    if (asked === this.asked) {
      this.element.replaceChildren(...children);
      this.element.focus({ preventScroll: window.innerWidth > BESIDE_PIXELS });
    }
  }

  value(now, path) {
    const bytes = bytesOf(now.value);
    const json = jsonOf(now.valueText);
    const forms = [
      now.valueText === undefined ? null : ["Text", () => visibleLines(now.valueText.slice(0, VALUE_BYTES_SHOWN))],
      json === undefined ? null : ["JSON", () => visibleJson(JSON.stringify(json, null, 2).slice(0, VALUE_BYTES_SHOWN))],
      ["Hex", () => hex(bytes.subarray(0, HEX_BYTES_SHOWN))],
    ].filter(form => form !== null);
    const preferred = forms.find(([name]) => name === "JSON") ?? forms[0];
    const shownValue = el("pre", { tabindex: "0", "aria-label": "Value" });
    const choose = form => say(shownValue, bytes.length === 0 ? "(empty)" : form());
    choose(preferred[1]);
    return [
      el("dl", { class: "facts" },
        fact("Version", whole(now.version)), fact("Created at revision", whole(now.createRevision)),
        fact("Changed at revision", whole(now.modRevision)), fact("Bytes", whole(bytes.length)),
        now.lease === 0 ? null : fact("Lease", String(now.lease))),
      el("fieldset", { class: "forms" }, el("legend", {}, "Show the value as"), forms.map(form =>
        el("label", {}, el("input", { type: "radio", name: "form", checked: form === preferred, onchange: () => choose(form[1]) }), form[0]))),
      shownValue,
      bytes.length <= HEX_BYTES_SHOWN ? null : el("p", { class: "note" },
        `Shown are the first ${whole(VALUE_BYTES_SHOWN)} characters, or ${whole(HEX_BYTES_SHOWN)} bytes in hex. All of it: bin/allmende kv get`),
      ...this.historyOf(now, path),
    ].filter(child => child !== null);
  }

  historyOf(now, path) {
    const place = el("div");
    const tell = event => {
      if (event.currentTarget.getAttribute("aria-disabled") !== "true") {
        mark(event.currentTarget, "aria-disabled", "true");
        this.history = new History(this.network, path, now);
        place.replaceChildren(this.history.element);
      }
    };
    return [el("button", { type: "button", onclick: tell }, "Show its history"), place];
  }
}

const fact = (name, value) => el("div", {}, el("dt", {}, name), el("dd", {}, value));

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
