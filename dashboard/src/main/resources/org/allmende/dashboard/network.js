// The network as this browser sees it: every node is asked for itself, once a second, so that the page goes on when
// the node that served it is gone, and no node can speak for another.

import { Hashes, reached } from "./belief.js";
import { visible } from "./dom.js";
import { LEVEL_MILLIS, endurance } from "./endurance.js";
import { Malformed, pulseOf } from "./pulse.js";

/** Between two looks at one node; rarer while nobody looks at the page. */
const LOOK_MILLIS = 1_000;
const HIDDEN_LOOK_MILLIS = 10_000;

/** Browsers wake a page that nobody looks at once a minute only. */
const HIDDEN_STALE_MILLIS = 75_000;

const PATIENCE_MILLIS = 2_500;

/** What a node said longer ago than this is old news: it is shown as such, and the node does not count. */
const STALE_MILLIS = 4_000;

/** A round is expected every 5 s at least. */
const STILL_MILLIS = 12_000;

/** A node so far above what others have reached is not ahead of them: it says what nobody bears out. */
const HEIGHTS_AHEAD_MAX = 1_024;

/** Longer than a node waits for a barrier (10 s), so that its own word on why there is none comes through. */
const ASK_MILLIS = 12_000;
const ASK_LOCAL_MILLIS = 5_000;

const REASON_CHARACTERS_MAX = 200;

/** Only a height this close to the newest shows that nodes agree now. */
const RECENT_HEIGHTS = 64;

export class Node {
  /** @param url where this browser asks it: its own address for the one that served the page */
  constructor(card, url) {
    this.card = card;
    this.url = url;
    this.pulse = null;
    this.answeredAt = null;
    this.asked = false;
    this.failures = 0;
    this.problem = "";
    this.isMalformed = false;
    this.disagreesAt = null;
  }

  get name() {
    return this.card.name;
  }

  ageMillis(now) {
    return this.answeredAt === null ? Infinity : now - this.answeredAt;
  }

  /** Whether what it last said still counts. */
  isFresh(now, staleMillis) {
    return this.pulse !== null && this.failures < 2 && this.ageMillis(now) <= staleMillis;
  }
}

export class Network {
  /**
   * @param genesis as /v1/network has it
   * @param self the node that served the page, asked under the page's own address
   */
  constructor(genesis, self, origin) {
    this.genesis = genesis;
    this.nodes = genesis.nodes.map(card => new Node(card, card.name === self ? origin : card.apiUrl));
    this.self = self;
    this.total = genesis.nodes.reduce((all, card) => all + card.weight, 0);
    this.hashes = new Hashes(new Map(this.nodes.map(node => [node, node.card.weight])));
    this.topHeight = 0;
    this.roseAt = performance.now();
    this.agreed = null;
    this.startedAt = performance.now();
    this.wokenAt = 0;
    this.onAnswer = () => {};
  }

  /**
   * Asks all nodes at the same moment, so that their heights compare, and again and again; a slow one holds up nobody.
   *
   * @returns when those asked now have answered or have not
   */
  follow() {
    clearTimeout(this.next);
    this.next = setTimeout(() => this.follow(), document.hidden ? HIDDEN_LOOK_MILLIS : LOOK_MILLIS);
    return Promise.all(this.nodes.filter(node => !node.asked).map(node => this.look(node)));
  }

  /** Back before somebody's eyes, or out of sleep: what is known may be old, and that is no node's fault. */
  woken() {
    this.wokenAt = performance.now();
    return this.follow();
  }

  /** Whether some nodes were not yet given the time to answer since then: old answers and new ones do not compare. */
  isWaking(now = performance.now()) {
    return this.wokenAt > 0 && now < this.wokenAt + PATIENCE_MILLIS && this.nodes.some(node => node.asked);
  }

  staleMillis(now) {
    return document.hidden || this.isWaking(now) ? HIDDEN_STALE_MILLIS : STALE_MILLIS;
  }

  async look(node) {
    node.asked = true;
    try {
      const pulse = await this.pulse(node);
      node.pulse = pulse;
      node.answeredAt = performance.now();
      node.failures = 0;
      node.problem = "";
      node.isMalformed = false;
      this.hashes.note(node, [...pulse.latest, pulse]);
    } catch (problem) {
      node.failures++;
      node.isMalformed = problem instanceof Malformed;
      node.problem = problem.name === "TimeoutError" ? "it takes too long to answer"
        : problem instanceof TypeError ? "nothing answers at its address" : problem.message;
      return;
    } finally {
      node.asked = false;
    }
    this.rise();
    this.onAnswer(node);
  }

  /** A node's answer as it may be kept: of this network and this node, and with every field of its kind. */
  async pulse(node) {
    const answer = await fetch(`${node.url}/v1/pulse`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MILLIS) });
    if (!answer.ok) {
      throw new Error(`it answers with status ${answer.status}`);
    }
    const said = await answer.json().catch(problem => {
      throw problem instanceof SyntaxError ? new Malformed("it is no JSON") : problem;
    });
    const pulse = pulseOf(said);
    if (pulse.network !== this.genesis.id || pulse.node !== node.name) {
      throw new Error(`there is another node at its address: ${visible(pulse.node.slice(0, REASON_CHARACTERS_MAX))}`);
    }
    return pulse;
  }

  /** What {@code key} of fresh nodes' pulses has come to; null while too few answer to believe any. */
  reached(key, fresh) {
    return reached(fresh.map(node => ({ weight: node.card.weight, value: node.pulse[key] })), this.total);
  }

  rise() {
    const now = performance.now();
    const fresh = this.nodes.filter(node => node.isFresh(now, this.staleMillis(now)));
    const top = this.reached("height", fresh);
    if (top !== null && top > this.topHeight) {
      this.topHeight = top;
      this.roseAt = now;
    }
    const timeMillis = this.reached("agreedTimeMillis", fresh);
    if (timeMillis !== null && timeMillis > (this.agreed?.timeMillis ?? 0)) {
      this.agreed = { timeMillis, at: now };
    }
  }

  /** The network's own time, reckoned on since it was last told; this browser's before that. */
  timeMillis() {
    return this.agreed === null ? Date.now() : Math.round(this.agreed.timeMillis + performance.now() - this.agreed.at);
  }

  /** Everything the page shows of the nodes, as of now. */
  picture(now = performance.now()) {
    const staleMillis = this.staleMillis(now);
    const fresh = this.nodes.filter(node => node.isFresh(now, staleMillis));
    const least = key => Math.min(...fresh.map(node => node.pulse[key]));
    const newest = this.reached("agreedTimeMillis", fresh) ?? least("agreedTimeMillis");
    const top = this.reached("height", fresh) ?? least("height");
    this.nodes.forEach(node => { node.disagreesAt = this.hashes.disagreesAt(node); });
    const members = this.nodes.map(node => {
      const isFresh = fresh.includes(node);
      const state = stateOf(node, isFresh, newest, top);
      const behind = node.failures === 0 && isFresh ? Math.max(0, top - node.pulse.height) : null;
      return { node, card: node.card, state, level: state === "level", behind };
    });
    const level = members.filter(member => member.level);
    const lastAnswer = Math.max(...fresh.map(node => node.answeredAt));
    return {
      members,
      endurance: endurance(members),
      asked: this.nodes.every(node => node.answeredAt !== null || node.failures > 0),
      answered: fresh.length,
      staleMillis,
      ageMillis: Math.min(...this.nodes.map(node => node.ageMillis(now))),
      sinceMillis: now - this.startedAt,
      stillMillis: lastAnswer - this.roseAt > STILL_MILLIS ? now - this.roseAt : 0,
      agree: this.hashes.agree(level.map(member => member.node), top - RECENT_HEIGHTS),
    };
  }

  /** Those that take part and are up to date, the one that served the page first. */
  levelNodes() {
    const level = this.picture().members.filter(member => member.level).map(member => member.node);
    return this.toAsk().filter(node => level.includes(node));
  }

  /** Whom to ask about the state: level nodes, the one that served the page first; whoever answers if there is none. */
  toAsk() {
    const { members } = this.picture();
    const rank = member => (member.level ? 0 : member.state === "silent" ? 4 : 2) + (member.node.name === this.self ? 0 : 1);
    return [...members].sort((a, b) => rank(a) - rank(b)).map(member => member.node);
  }

  /**
   * Asks one node after the other until one answers; a refusal is an answer, and so is that a network without a quorum
   * orders nothing: every other node would say that too, after as long.
   */
  async ask(path) {
    let last = null;
    for (const node of this.toAsk()) {
      try {
        return { json: await this.askOne(node, path), node };
      } catch (problem) {
        if (problem instanceof Refused && (problem.status < 500 || this.standsStill())) {
          throw problem;
        }
        last = problem instanceof Refused ? problem : last;
      }
    }
    throw last ?? new Refused(0, {
      detail: "None of the network's nodes answered this browser",
      advice: "look at the nodes above, and try again when one of them is level",
    });
  }

  async askOne(node, path) {
    const patience = path.includes("consistency=linearizable") ? ASK_MILLIS : ASK_LOCAL_MILLIS;
    const answer = await fetch(node.url + path, { cache: "no-store", signal: AbortSignal.timeout(patience) });
    const json = await answer.json();
    if (!answer.ok) {
      throw new Refused(answer.status, json, node);
    }
    return json;
  }

  standsStill() {
    return this.picture().endurance.canLose < 0;
  }
}

/** A problem document, and whose. */
export class Refused extends Error {
  constructor(status, problem, node) {
    super(`${node ? `${node.name}: ` : ""}${plain(problem?.detail) || plain(problem?.title) || `refused with status ${status}`}`);
    this.status = status;
    this.advice = plain(problem?.advice);
  }
}

const plain = text => typeof text === "string" ? visible(text.slice(0, REASON_CHARACTERS_MAX)) : "";

/** One word for how a node is doing, which is also the class of its looks. */
function stateOf(node, isFresh, newest, top) {
  if (node.answeredAt === null && node.failures === 0) return "asking";
  if (!isFresh) return node.isMalformed ? "malformed" : "silent";
  if (node.disagreesAt !== null) return "disagrees";
  if (node.pulse.state === "HALTED") return "halted";
  if (node.pulse.state === "CATCHING_UP") return "catching-up";
  const lead = node.pulse.agreedTimeMillis - newest;
  if (lead > LEVEL_MILLIS || node.pulse.height - top > HEIGHTS_AHEAD_MAX) return "ahead";
  return lead >= -LEVEL_MILLIS ? "level" : "behind";
}
