// The last events of the network, and what this page saw of its nodes, in lines for people. One stream, from one node;
// when that fails the next one goes on after the last event that was seen.

import { capital, clock, el, list, say, visible, whole } from "./dom.js";

const LINES_MAX = 200;

/** How far back the list begins. */
const HEIGHTS_BACK = 500;
const AGAIN_MILLIS = 1_500;

/** A node that has something to tell of before does so at once. */
const SILENCE_MILLIS = 1_500;

export class Events {
  constructor(network) {
    this.network = network;
    this.lines = [];
    this.lastPlace = null;
    this.source = null;
    this.from = null;
    this.dirty = false;
    this.openedAt = null;
    this.told = el("p", { class: "note", role: "status" }, "Waiting for a node to tell…");
    this.rows = el("tbody");
    this.element = el("div", { class: "scroll events", tabindex: "0", role: "region", "aria-label": "Last events, newest first" },
      el("table", {},
        el("caption", { class: "aside" }, "Newest first"),
        el("thead", {}, el("tr", {}, ["Time", "Height", "What happened"].map(title => el("th", { scope: "col" }, title)))),
        this.rows));
    document.addEventListener("visibilitychange", () => document.hidden ? this.stop() : this.connect());
  }

  connect() {
    if (this.source !== null || document.hidden) {
      return;
    }
    const [node] = this.network.levelNodes();
    if (node === undefined) {
      setTimeout(() => this.connect(), AGAIN_MILLIS);
      return;
    }
    const first = this.lastPlace === null;
    const after = this.lastPlace ?? `${Math.max(0, node.pulse.height - HEIGHTS_BACK)}-0`;
    const source = new EventSource(`${node.url}/v1/events?lastEventId=${encodeURIComponent(after)}`);
    this.source = source;
    this.from = node;
    source.onopen = () => {
      say(this.told, `Told by ${node.name}.`);
      this.openedAt ??= performance.now();
    };
    source.onmessage = message => this.tell(JSON.parse(message.data), message.lastEventId);
    source.addEventListener("gap", message => {
      this.lastPlace = message.lastEventId;
      if (!first || this.lines.length > 0) {
        this.add({ at: Date.now(), text: `Some events are missing here: ${node.name} does not hold what came before.`, gap: true });
      }
    });
    source.onerror = () => {
      this.stop();
      say(this.told, `${node.name} tells no more; asking another node…`);
      setTimeout(() => this.connect(), AGAIN_MILLIS);
    };
  }

  stop() {
    this.source?.close();
    this.source = null;
  }

  /** A node that fell behind or is gone without closing its stream is left for a better one. */
  reconsider() {
    const level = this.network.levelNodes();
    if (this.source !== null && level.length > 0 && !level.includes(this.from)) {
      this.stop();
      this.connect();
    }
  }

  tell(placed, id) {
    this.lastPlace = id;
    const { event, place } = placed;
    const newest = this.lines[0];
    if (event.type === "keys_changed" && newest?.keyspace === event.keyspace && newest.to + 1 === event.revision) {
      newest.to = event.revision;
      newest.changes += event.changes;
      newest.at = placed.timeMillis;
      newest.height = place.height;
      newest.text = changed(newest);
      this.dirty = true;
      return;
    }
    const line = { at: placed.timeMillis, height: place.height };
    if (event.type === "keys_changed") {
      Object.assign(line, { keyspace: event.keyspace, since: event.revision, to: event.revision, changes: event.changes });
    }
    line.text = event.type === "keys_changed" ? changed(line) : sentence(event);
    this.add(line);
  }

  /** What this browser saw of a node, which is no event of the ledger. */
  seen(text) {
    this.add({ at: Date.now(), text, seen: true });
  }

  add(line) {
    this.lines.unshift(line);
    this.lines.length = Math.min(this.lines.length, LINES_MAX);
    this.dirty = true;
  }

  render() {
    if (!this.dirty && this.lines.length > 0) {
      return;
    }
    this.dirty = false;
    this.rows.replaceChildren(...this.lines.map(line => el("tr", { class: line.gap ? "gap" : line.seen ? "seen" : null },
      el("td", { class: "number" }, clock(line.at)),
      el("td", { class: "number" }, line.height === undefined ? "" : whole(line.height)),
      el("td", {}, line.text))));
    if (this.lines.length === 0) {
      const heard = this.openedAt !== null && performance.now() - this.openedAt > SILENCE_MILLIS;
      this.rows.append(el("tr", {}, el("td", { colspan: "3", class: "empty" },
        heard ? "Nothing has happened lately. Try: bin/allmende kv put greeting hello" : "Listening…")));
    }
  }
}

function changed({ keyspace, since, to, changes }) {
  const keys = changes === 1 ? "a key changed" : `${whole(changes)} changes of keys`;
  return since === to ? `${visible(keyspace)}: ${keys}, revision ${whole(to)}`
    : `${visible(keyspace)}: ${keys}, revisions ${whole(since)} to ${whole(to)}`;
}

const short = id => `account ${String(id).slice(0, 8)}…`;

function sentence(event) {
  switch (event.type) {
    case "keyspace_created": return `Keyspace ${visible(event.keyspace)} was created by ${short(event.owner)}`;
    case "writer_allowed": return `${visible(event.keyspace)}: ${short(event.account)} may write ${prefix(event)}`;
    case "writer_disallowed": return `${visible(event.keyspace)}: ${short(event.account)} may no longer write ${prefix(event)}`;
    case "compacted": return `${visible(event.keyspace)}: what was before revision ${whole(event.revision)} is given up`;
    case "gap_passed": return `No rounds for ${whole((event.toMillis - event.fromMillis) / 1000)} s: no quorum, a freeze, or a clock`;
    case "account_opened": return `${capital(short(event.account))} was opened by ${short(event.by)}`;
    case "delegated": return `${capital(short(event.owner))} lets ${short(event.to)} act for it until ${clock(event.untilMillis)}`;
    case "delegation_ended": return `${capital(short(event.to))} no longer acts for ${short(event.owner)}`;
    default: return other(event);
  }
}

const prefix = event => event.prefix === "" ? "every key" : `keys that begin with ${visible(event.prefixText ?? event.prefix)}`;

/** Of an event this page does not know yet: its name and what it holds. */
function other({ type, application, ...rest }) {
  const held = Object.entries(rest).filter(([, value]) => typeof value !== "object")
    .map(([name, value]) => `${name} ${visible(String(value)).slice(0, 40)}`);
  return `${application ? `${capital(application)}: ` : ""}${String(type).replaceAll("_", " ")}${held.length > 0 ? `, ${list(held)}` : ""}`;
}
