// The nodes where they are: provider, region, node.

import { age, el, figure, mark, moment, say, visible, whole } from "./dom.js";

const STATES = {
  level: ["●", "level"],
  behind: ["◐", "behind"],
  "catching-up": ["◐", "catching up"],
  halted: ["■", "halted"],
  silent: ["✕", "no answer"],
  disagrees: ["▲", "disagrees"],
  ahead: ["▲", "not borne out"],
  malformed: ["✕", "unreadable"],
  asking: ["…", "asking"],
};

const HASH_DIGITS = 12;

export class Nodes {
  constructor(network) {
    this.cards = network.nodes.map(node => new Card(node));
    this.total = network.nodes.reduce((all, node) => all + node.card.weight, 0);
    this.element = el("div", { class: "map" }, [...grouped(this.cards, "provider")].map(([provider, cards]) =>
      el("section", { class: "provider", "aria-label": `Provider ${visible(provider)}` },
        el("h3", {}, el("bdi", {}, visible(provider))),
        [...grouped(cards, "region")].map(([region, inRegion]) => el("div", { class: "region" },
          el("h4", {}, el("bdi", {}, visible(region)), ", ", el("bdi", {}, [...new Set(inRegion.map(card => card.node.card.jurisdiction))].map(visible).join(", "))),
          el("ul", {}, inRegion.map(card => card.element)))))));
  }

  render(picture, now) {
    picture.members.forEach((member, i) => this.cards[i].render(member, now, this.total));
  }
}

function grouped(cards, by) {
  return cards.reduce((groups, card) => groups.set(card.node.card[by], [...(groups.get(card.node.card[by]) ?? []), card]), new Map());
}

class Card {
  constructor(node) {
    this.node = node;
    this.sign = el("span", { "aria-hidden": "true" });
    this.word = el("span");
    this.why = el("p", { class: "why" });
    this.weight = el("dd");
    this.height = el("dd");
    this.hash = el("dd", { class: "mono" });
    this.orders = el("dd");
    this.seen = el("span");
    this.element = el("li", { class: "node", "data-node": node.name },
      el("div", { class: "head" }, el("h5", {}, node.name), el("span", { class: "state" }, this.sign, " ", this.word)),
      el("p", { class: "operator" }, el("bdi", {}, visible(node.card.operator))),
      this.why,
      el("dl", { class: "facts" },
        pair("Weight", this.weight), pair("Height", this.height), pair("State hash", this.hash), pair("Orders in", this.orders)),
      el("p", { class: "seen" }, this.seen, " ", el("a", { href: `${node.url}/` }, node.url.replace(/^https?:\/\//, ""))));
  }

  render({ state, behind }, now, total) {
    const { node } = this;
    const [sign, word] = STATES[state];
    mark(this.element, "data-state", state);
    say(this.sign, sign);
    say(this.word, word);
    say(this.weight, `${whole(node.card.weight)} of ${whole(total)}`);
    const { pulse } = node;
    say(this.height, pulse === null ? "–" : whole(pulse.height) + (behind > 0 ? `, ${whole(behind)} behind` : ""));
    say(this.hash, pulse === null ? "–" : pulse.stateHash.slice(0, HASH_DIGITS));
    const median = pulse?.ordering.medianMicros ?? null;
    say(this.orders, median === null || state === "silent" || state === "malformed" ? "–" : `${figure(median / 1000)} ms`);
    say(this.why, this.reason(state));
    const old = node.ageMillis(now);
    say(this.seen, old === Infinity ? "has not answered yet" : old < 2_500 ? "answered just now" : `answered ${age(old)} ago`);
  }

  reason(state) {
    const { node } = this;
    switch (state) {
      case "silent": return `Seen from this browser, ${node.problem || "it takes too long to answer"}.`;
      case "malformed": return `Its answer cannot be read: ${node.problem}. Look into its log, and whether it runs the same version as the others.`;
      case "ahead": return `It says to be at height ${whole(node.pulse.height)}, agreed at ${moment(node.pulse.agreedTimeMillis)}, and nodes with more than a third of the weight have not come near. Look at its clock and its log.`;
      case "disagrees": return `At height ${whole(node.disagreesAt)} it has another state than most of the weight.`;
      case "halted":
      case "catching-up": return visible(node.pulse.why);
      case "behind": return "It takes part, and is not up to date.";
      default: return "";
    }
  }
}

const pair = (name, value) => el("div", {}, el("dt", {}, name), value);
