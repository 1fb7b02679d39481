// The last changes of one key, from the watch of it. How many revisions lie between two of its changes nobody tells,
// so it is asked from a guess on, and from further back when that brought too few.

import { shown, url } from "./bytes.js";
import { el, say, whole } from "./dom.js";

const CHANGES_MAX = 200;
const PREVIEW_CHARACTERS = 60;

/** How long a node may tell nothing. */
const PATIENCE_MILLIS = 4_000;

export class History {
  /** @param key as a range answers it: its history ends with the revision that made this */
  constructor(network, path, key) {
    Object.assign(this, { network, path, key });
    this.told = el("p", { class: "note", role: "status" }, "Reading its history…");
    this.rows = el("tbody");
    this.element = el("div", {}, this.told);
    this.changes = [];
    this.total = 0;
    this.givenUpBefore = 0;
    [this.node] = network.toAsk();
    this.read(this.guess(CHANGES_MAX));
  }

  /** So many of its changes ago, if they came evenly. */
  guess(changes) {
    const { version, createRevision, modRevision } = this.key;
    return version <= changes ? createRevision
      : Math.max(createRevision, modRevision - Math.ceil((modRevision - createRevision) / version * changes));
  }

  read(from) {
    this.from = from;
    this.changes = [];
    this.total = 0;
    const source = new EventSource(`${this.node.url}${this.path}/watch?key=${url(this.key.key)}&startRevision=${from}`);
    this.source = source;
    this.wait();
    source.onmessage = message => this.hear(() => this.page(JSON.parse(message.data)));
    source.addEventListener("compacted", message => this.hear(() => this.givenUp(JSON.parse(message.data))));
    source.addEventListener("refused", () => this.end(`${this.node.name} refuses to tell its history. Try again.`));
    source.onerror = () => this.end(`${this.node.name} ended the answer. Try again.`);
  }

  wait() {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.end(`${this.node.name} tells no more now: newer changes may be missing. Try again.`), PATIENCE_MILLIS);
  }

  hear(message) {
    try {
      message();
    } catch {
      this.end(`The answer of ${this.node.name} cannot be read. Look whether it runs the same version as the others.`);
    }
  }

  page({ events }) {
    this.wait();
    for (const each of events) {
      this.changes.push({ revision: each.keyValue.modRevision, text: each.kind === "DELETE" ? "deleted" : preview(each.keyValue) });
      this.total++;
    }
    this.changes = this.changes.slice(-CHANGES_MAX);
    if (this.changes.at(-1)?.revision >= this.key.modRevision) {
      this.complete();
    }
  }

  complete() {
    const enough = Math.min(CHANGES_MAX, this.key.version);
    if (this.total < enough && this.from > Math.max(this.key.createRevision, this.givenUpBefore)) {
      this.close();
      this.read(Math.max(this.key.createRevision, this.givenUpBefore, this.key.modRevision - 4 * (this.key.modRevision - this.from)));
      return;
    }
    const all = this.key.version;
    const changes = all === 1 ? "One change" : `${whole(all)} changes`;
    this.end(`${changes} since it was created${this.changes.length < all ? `; the last ${whole(this.changes.length)}` : ""}${this.givenUpBefore > 0
      ? `; what was before revision ${whole(this.givenUpBefore)} is given up` : ""}; told by ${this.node.name}.`);
  }

  /** The rest is still held, unless all of it was before that. */
  givenUp({ compactRevision }) {
    if (!Number.isSafeInteger(compactRevision) || compactRevision <= this.from) {
      throw new Error("given up before what was asked for");
    }
    this.close();
    this.givenUpBefore = compactRevision;
    if (compactRevision > this.key.modRevision) {
      this.changes = [{ revision: this.key.modRevision, text: preview(this.key) }];
      this.complete();
      return;
    }
    this.read(compactRevision);
  }

  end(text) {
    this.close();
    say(this.told, text);
    if (this.changes.length === 0) {
      return;
    }
    this.rows.replaceChildren(...[...this.changes].reverse().map(({ revision, text: value }) => el("tr", {},
      el("td", { class: "number" }, whole(revision)), el("td", {}, value))));
    this.element.append(el("table", {},
      el("caption", { class: "aside" }, "Newest first"),
      el("thead", {}, el("tr", {}, el("th", { scope: "col", class: "number" }, "Revision"), el("th", { scope: "col" }, "Value"))),
      this.rows));
  }

  close() {
    clearTimeout(this.patience);
    this.source?.close();
  }
}

function preview({ value, valueText }) {
  const text = valueText === "" || value === "" ? "(empty)" : shown(value, valueText?.slice(0, PREVIEW_CHARACTERS + 1).replace(/[\ud800-\udbff]$/, ""));
  return text.length > PREVIEW_CHARACTERS ? `${text.slice(0, PREVIEW_CHARACTERS)}…` : text;
}
