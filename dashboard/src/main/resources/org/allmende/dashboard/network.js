// The network as this browser sees it: every node is asked for itself, once a second, so that the page goes on when
// the node that served it is gone, and no node can speak for another.

import { LEVEL_MILLIS, endurance } from "./endurance.js";

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

const HEIGHTS_REMEMBERED = 1_024;

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
    this.hashes = new Map();
    this.topHeight = 0;
    this.roseAt = performance.now();
    this.startedAt = performance.now();
    this.graceUntil = 0;
    this.onAnswer = () => {};
  }

  /** Asks all nodes at the same moment, so that their heights compare; a slow one holds up nobody. */
  follow() {
    this.lookAround();
    setTimeout(() => this.follow(), document.hidden ? HIDDEN_LOOK_MILLIS : LOOK_MILLIS);
  }

  lookAround() {
    this.nodes.filter(node => !node.asked).forEach(node => this.look(node));
  }

  /** Back before somebody's eyes: what is known may be old until the first answers, and that is no node's fault. */
  woken() {
    this.graceUntil = performance.now() + PATIENCE_MILLIS;
    this.lookAround();
  }

  staleMillis(now) {
    return document.hidden || now < this.graceUntil ? HIDDEN_STALE_MILLIS : STALE_MILLIS;
  }

  async look(node) {
    node.asked = true;
    try {
      const answer = await fetch(`${node.url}/v1/pulse`, {
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE_MILLIS),
      });
      if (!answer.ok) {
        throw new Error(`it answers with status ${answer.status}`);
      }
      const pulse = await answer.json();
      if (pulse.network !== this.genesis.id || pulse.node !== node.name) {
        throw new Error(`there is another node at its address: ${pulse.node}`);
      }
      node.pulse = pulse;
      node.answeredAt = performance.now();
      node.failures = 0;
      node.problem = "";
      this.remember(node);
      this.onAnswer(node);
    } catch (problem) {
      node.failures++;
      node.problem = problem.name === "TimeoutError" ? "it takes too long to answer"
        : problem instanceof TypeError ? "nothing answers at its address" : problem.message;
    } finally {
      node.asked = false;
    }
  }

  /** Nodes are seen at different moments, so hashes are kept until the others have passed the same height. */
  remember(node) {
    const { pulse } = node;
    for (const { height, stateHash } of [...pulse.latest, pulse]) {
      if (height > 0) {
        const seen = this.hashes.get(height) ?? new Map();
        seen.set(node, stateHash);
        this.hashes.set(height, seen);
      }
    }
    if (pulse.height > this.topHeight) {
      this.topHeight = pulse.height;
      this.roseAt = performance.now();
    }
    const heights = [...this.hashes.keys()].sort((a, b) => b - a);
    heights.slice(HEIGHTS_REMEMBERED).forEach(height => this.hashes.delete(height));
    this.compare(heights.slice(0, HEIGHTS_REMEMBERED));
  }

  /** At the newest height that a node shares with another: does it have the state that most of the weight has? */
  compare(newestFirst) {
    for (const node of this.nodes) {
      const shared = newestFirst.find(height => {
        const seen = this.hashes.get(height);
        return seen.size > 1 && seen.has(node);
      });
      node.disagreesAt = shared !== undefined && !this.isHeaviest(this.hashes.get(shared), node) ? shared : null;
    }
  }

  isHeaviest(seen, node) {
    const weights = new Map();
    for (const [other, hash] of seen) {
      weights.set(hash, (weights.get(hash) ?? 0) + other.card.weight);
    }
    const own = seen.get(node);
    return [...weights].every(([hash, weight]) => hash === own || weight < weights.get(own));
  }

  /** Everything the page shows of the nodes, as of now. */
  picture(now = performance.now()) {
    const staleMillis = this.staleMillis(now);
    const fresh = this.nodes.filter(node => node.isFresh(now, staleMillis));
    const newest = Math.max(0, ...fresh.map(node => node.pulse.agreedTimeMillis));
    const top = Math.max(0, ...fresh.map(node => node.pulse.height));
    const members = this.nodes.map(node => {
      const state = stateOf(node, fresh.includes(node), newest);
      const behind = node.failures === 0 && fresh.includes(node) ? top - node.pulse.height : null;
      return { node, card: node.card, state, level: state === "level", behind };
    });
    const level = members.filter(member => member.level);
    const lastAnswer = Math.max(...fresh.map(node => node.answeredAt));
    return {
      members,
      top,
      endurance: endurance(members),
      asked: this.nodes.every(node => node.answeredAt !== null || node.failures > 0),
      answered: fresh.length,
      staleMillis,
      ageMillis: Math.min(...this.nodes.map(node => node.ageMillis(now))),
      sinceMillis: now - this.startedAt,
      stillMillis: lastAnswer - this.roseAt > STILL_MILLIS ? now - this.roseAt : 0,
      agree: this.agree(level.map(member => member.node), top),
      agreedTimeMillis: newest,
    };
  }

  agree(nodes, top) {
    return nodes.length > 0 && [...this.hashes].some(([height, seen]) =>
      height > top - RECENT_HEIGHTS
        && nodes.every(node => seen.has(node) && seen.get(node) === seen.get(nodes[0])));
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

  /** Asks one node after the other until one answers; a refusal is an answer. */
  async ask(path) {
    for (const node of this.toAsk()) {
      try {
        const answer = await fetch(node.url + path, { cache: "no-store", signal: AbortSignal.timeout(8_000) });
        const json = await answer.json();
        if (answer.status >= 500) {
          continue;
        }
        if (!answer.ok) {
          throw new Refused(json);
        }
        return { json, node };
      } catch (problem) {
        if (problem instanceof Refused) {
          throw problem;
        }
      }
    }
    throw new Refused({
      title: "No node answers",
      detail: "none of the network's nodes answered this browser",
      advice: "look at the nodes above, and try again when one of them is level",
    });
  }
}

/** A problem document. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title ?? "refused");
    this.reason = problem.reason ?? "";
    this.advice = problem.advice ?? "";
  }
}

/** One word for how a node is doing, which is also the class of its looks. */
function stateOf(node, isFresh, newest) {
  if (node.answeredAt === null && node.failures === 0) return "asking";
  if (!isFresh) return "silent";
  if (node.disagreesAt !== null) return "disagrees";
  if (node.pulse.state === "HALTED") return "halted";
  if (node.pulse.state === "CATCHING_UP") return "catching-up";
  return newest - node.pulse.agreedTimeMillis <= LEVEL_MILLIS ? "level" : "behind";
}
