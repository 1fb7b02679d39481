// The last events of the network, and what this page saw of its nodes, in lines for people. One stream, from one node;
// when that fails the next one goes on after the last event that was seen.

import { capital, clock, el, list, moment, say, visible, whole } from "./dom.js";

const LINES_MAX = 200;
const CHARACTERS_MAX = 400;

/** The reckoned time may be so far behind that of the last event, which came later than the last pulse. */
const RECKONING_MILLIS = 30_000;

/** How far back the list begins. */
const HEIGHTS_BACK = 500;
const AGAIN_MILLIS = 1_500;

/** A node that takes the stream and does not begin it is left for another. */
const OPEN_MILLIS = 8_000;

/** Places further above what the network has reached are not believed: the next node would be asked for what comes after. */
const HEIGHTS_ABOVE_MAX = 1_024;

/** A node that has something to tell of before does so at once. */
const SILENCE_MILLIS = 1_500;

export class Events {
  constructor(network) {
    this.network = network;
    this.lines = [];
    this.lastPlace = null;
    this.source = null;
    this.from = null;
    this.failedAt = new Map();
    this.dirty = false;
    this.openedAt = null;
    this.onKeyspace = () => {};
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
    clearTimeout(this.again);
    if (this.source !== null || document.hidden) {
      return;
    }
    const node = this.next();
    if (node === undefined) {
      this.again = setTimeout(() => this.connect(), AGAIN_MILLIS);
      return;
    }
    const first = this.lastPlace === null;
    const height = Math.min(node.pulse.height, this.network.topHeight || Infinity);
    const after = this.lastPlace ?? `${Math.max(0, height - HEIGHTS_BACK)}-0`;
    const source = new EventSource(`${node.url}/v1/events?lastEventId=${encodeURIComponent(after)}`);
    this.source = source;
    this.from = node;
    this.patience = setTimeout(() => this.leave(), OPEN_MILLIS);
    source.onopen = () => {
      clearTimeout(this.patience);
      say(this.told, `Told by ${node.name}.`);
      this.openedAt ??= performance.now();
    };
    source.onmessage = message => this.hear(() => this.tell(JSON.parse(message.data), this.place(message)));
    source.addEventListener("gap", message => this.hear(() => {
      this.lastPlace = this.place(message);
      if (!first || this.lines.length > 0) {
        this.add({ at: this.network.timeMillis(), text: `Some events are missing here: ${node.name} does not hold what came before.`, gap: true });
      }
    }));
    source.onerror = () => this.leave();
  }

  /** Of the level nodes the one whose stream failed longest ago or never, the one that served the page before others. */
  next() {
    const failedAt = node => this.failedAt.get(node) ?? 0;
    return this.network.levelNodes().sort((a, b) => failedAt(a) - failedAt(b))[0];
  }

  leave() {
    const { from } = this;
    this.stop();
    this.failedAt.set(from, performance.now());
    say(this.told, `${from.name} tells no more; asking another node…`);
    this.again = setTimeout(() => this.connect(), AGAIN_MILLIS);
  }

  /** What cannot be read is no event, and who tells it is left for another node. */
  hear(message) {
    try {
      message();
    } catch {
      this.leave();
    }
  }

  place({ lastEventId }) {
    const [, height] = /^(\d{1,15})-\d{1,10}$/.exec(lastEventId) ?? [];
    if (height === undefined || Number(height) > (this.network.topHeight || Infinity) + HEIGHTS_ABOVE_MAX) {
      throw new Error(`no place in this network: ${lastEventId}`);
    }
    return lastEventId;
  }

  stop() {
    clearTimeout(this.patience);
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
    const { event, place } = placed;
    const numbers = [placed.timeMillis, place.height, ...(event.type === "keys_changed" ? [event.revision, event.changes] : [])];
    if (!numbers.every(number => Number.isSafeInteger(number) && number >= 0)) {
      throw new Error("an event of other than whole numbers");
    }
    const newest = this.lines[0];
    if (event.type === "keys_changed" && newest?.keyspace === event.keyspace && newest.to + 1 === event.revision) {
      newest.to = event.revision;
      newest.changes += event.changes;
      newest.at = placed.timeMillis;
      newest.height = place.height;
      newest.text = changed(newest);
      this.lastPlace = id;
      this.dirty = true;
      return;
    }
    const line = { at: placed.timeMillis, height: place.height };
    if (event.type === "keys_changed") {
      Object.assign(line, { keyspace: event.keyspace, since: event.revision, to: event.revision, changes: event.changes });
    }
    line.text = event.type === "keys_changed" ? changed(line) : sentence(event);
    this.lastPlace = id;
    this.add(line);
    if (event.type === "keyspace_created") {
      this.onKeyspace();
    }
  }

  /** What this browser saw of a node, which is no event of the ledger; its time is reckoned in the network's, as theirs. */
  seen(text) {
    const at = this.network.timeMillis();
    const newest = this.lines[0]?.at ?? 0;
    this.add({ at: newest > at && newest - at < RECKONING_MILLIS ? newest : at, text, seen: true });
  }

  add(line) {
    this.lines.unshift({ ...line, text: line.text.slice(0, CHARACTERS_MAX) });
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

const short = id => `account ${visible(String(id).slice(0, 8))}…`;

function sentence(event) {
  switch (event.type) {
    case "keyspace_created": return `Keyspace ${visible(event.keyspace)} was created by ${short(event.owner)}`;
    case "writer_allowed": return `${visible(event.keyspace)}: ${short(event.account)} may write ${prefix(event)}`;
    case "writer_disallowed": return `${visible(event.keyspace)}: ${short(event.account)} may no longer write ${prefix(event)}`;
    case "compacted": return `${visible(event.keyspace)}: what was before revision ${whole(event.revision)} is given up`;
    case "auth_changed": return `${visible(event.keyspace)}: users or roles have changed; users are ${event.enabled ? "" : "not "}asked for`;
    case "space_quota_set": return `${visible(event.keyspace)}: versions of keys may take ${event.bytes === 0 ? "as many bytes as they like" : `${whole(event.bytes)} bytes`}`;
    case "alarm_changed": return `${visible(event.keyspace)}: alarm ${visible(String(event.alarm.kind))} was ${event.raised ? "raised" : "disarmed"}`;
    case "lease_expired": return `${visible(event.keyspace)}: a lease that nobody renewed has ended${withKeys(event.keys)}`;
    case "gap_passed": return `No rounds for ${whole((event.toMillis - event.fromMillis) / 1000)} s: no quorum, a freeze, or a clock`;
    case "account_opened": return `${capital(short(event.account))} was opened by ${short(event.by)}`;
    case "delegated": return `${capital(short(event.owner))} lets ${short(event.to)} act for it until ${moment(event.untilMillis)}`;
    case "delegation_ended": return `${capital(short(event.to))} no longer acts for ${short(event.owner)}`;
    case "proposed": return `Proposal ${whole(event.proposal)} by ${short(event.by)}: ${proposed(event.what)}`;
    case "voted": return `Proposal ${whole(event.proposal)}: ${short(event.by)} is ${event.inFavour ? "in favour" : "against it"}${
      event.check ? `; its card was checked: ${visible(String(event.check.how))}` : ""}`;
    case "decided": return `Proposal ${whole(event.proposal)} ${decided[event.state] ?? visible(String(event.state))}`;
    case "announced": return `The roster of epoch ${whole(event.epoch)} is announced for ${moment(event.atMillis)}`;
    case "in_force": return `The roster of epoch ${whole(event.epoch)} is in force`;
    default: return other(event);
  }
}

const decided = {
  PASSED: "has passed", CARRIED_OUT: "is carried out", REJECTED: "was rejected: more than a third were against it",
  LAPSED: "has lapsed", WITHDRAWN: "was withdrawn", OVERTAKEN: "was overtaken by another roster",
};

function proposed(what) {
  switch (what.type) {
    case "change_roster": return list(what.changes.map(changeOf));
    case "replace_silent": return `another machine for node ${whole(what.node)}, which is silent`;
    case "give_authority": return `another authority behind ${short(what.operator)}`;
    case "govern": return "another way to decide";
    default: return visible(String(what.type)).replaceAll("_", " ");
  }
}

function changeOf(change) {
  switch (change.type) {
    case "admit": return `admit ${visible(change.card.name)} of ${visible(change.card.operator)}`;
    case "remove": return `remove node ${whole(change.node)}`;
    case "weigh": return `node ${whole(change.node)} weighs ${whole(change.weight)}`;
    case "renew": return `renew the card of node ${whole(change.node)}`;
    default: return visible(String(change.type));
  }
}

const withKeys = keys => keys === 0 ? "" : keys === 1 ? ", and its key with it" : `, and its ${whole(keys)} keys with it`;

const prefix = event => event.prefix === "" ? "every key" : `keys that begin with ${visible(event.prefixText ?? event.prefix)}`;

/** Of an event this page does not know yet: its name and what it holds. */
function other({ type, application, ...rest }) {
  const held = Object.entries(rest).filter(([, value]) => typeof value !== "object")
    .map(([name, value]) => `${visible(name)} ${visible(String(value)).slice(0, 40)}`);
  return `${application ? `${capital(visible(String(application)))}: ` : ""}${visible(String(type)).replaceAll("_", " ")}${held.length > 0 ? `, ${list(held)}` : ""}`;
}
