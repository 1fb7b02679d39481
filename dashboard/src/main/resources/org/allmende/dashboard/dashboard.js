// The page, wired from top to bottom. What it knows it asked the nodes for; nothing is kept beyond the tab.

import { age, byId, capital, inWords, list, mark, millis, say } from "./dom.js";
import { Chart } from "./chart.js";
import { Events } from "./events.js";
import { Fates } from "./fates.js";
import { Keys } from "./keys.js";
import { Network } from "./network.js";
import { Nodes } from "./nodes.js";
import { Series } from "./series.js";

const TICK_MILLIS = 500;
const SAMPLE_MILLIS = 1_000;

/** A tick that comes so late comes out of a sleep, of the machine or of a tab that nobody looks at. */
const LATE_MILLIS = 2_500;

/** How long the first answers may take before the page says that there are none. */
const FIRST_MILLIS = 3_000;

const content = name => document.querySelector(`meta[name="${name}"]`).content;

async function genesis() {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await fetch("/v1/network", { cache: "no-store", signal: AbortSignal.timeout(5_000) });
      if (answer.ok) {
        return await answer.json();
      }
    } catch {
      // Said below, and asked again.
    }
    headline("bad", "The node that served this page does not answer.",
      `Asked ${attempt === 1 ? "once" : `${inWords(attempt)} times`} for its network. Try the page of another node, or: bin/allmende status`);
    await new Promise(resolve => setTimeout(resolve, 2_000));
  }
}

function headline(mood, sentence, more) {
  mark(byId("status"), "data-mood", mood);
  say(byId("headline"), sentence);
  say(byId("survives"), more);
}

/** How the network is doing: a mood, a sentence, and what follows from it. */
function verdict(picture) {
  const { members, endurance, answered } = picture;
  const named = state => members.filter(member => member.state === state).map(member => member.card.name);
  const doing = (state, one, many) => named(state).length === 0 ? []
    : [named(state).length === 1 ? `node ${named(state)[0]} ${one}` : `nodes ${list(named(state))} ${many}`];
  if (answered === 0) {
    return picture.asked && (picture.sinceMillis > FIRST_MILLIS || picture.ageMillis === Infinity)
      ? ["bad", "No node answers this browser.", "Look whether they run (bin/allmende status), and whether this machine can reach them."]
      : ["waiting", `Asking ${inWords(members.length)} nodes…`, ""];
  }
  const others = [
    ...doing("disagrees", "has another state than the others", "have other states than the others"),
    ...doing("ahead", "says what no other bears out", "say what no others bear out"),
    ...doing("malformed", "answers what cannot be read", "answer what cannot be read"),
    ...doing("silent", "does not answer", "do not answer"),
    ...doing("halted", "has halted", "have halted"),
    ...doing("catching-up", "is catching up", "are catching up"),
    ...doing("behind", "is behind", "are behind"),
  ].join("; ");
  const because = others === "" ? "" : ` ${capital(others)}.`;
  if (endurance.canLose < 0) {
    return picture.asked ? ["bad", "The network stands still.",
      `${capital(inWords(endurance.level))} of ${inWords(endurance.nodes)} nodes ${endurance.level === 1 ? "is" : "are"} up and level, and more than two thirds of the weight are needed.${because} Nothing with a receipt is lost; it goes on by itself when more come back.`]
      : ["waiting", `Asking ${inWords(members.length)} nodes…`, ""];
  }
  if (picture.stillMillis > 0) {
    return ["bad", "There are no new heights.",
      `The nodes answer and make no rounds, though one is expected every 5 s.${because} Look at their logs.`];
  }
  const all = endurance.level === endurance.nodes;
  const which = all ? (endurance.nodes === 1 ? "The one node is" : endurance.nodes === 2 ? "Both nodes" : `All ${inWords(endurance.nodes)} nodes`)
    : `${capital(inWords(endurance.level))} of ${inWords(endurance.nodes)} nodes`;
  const verb = endurance.nodes === 1 ? " up" : picture.agree ? " agree" : " are up and level";
  return [named("disagrees").length > 0 ? "bad" : all ? "good" : "weak", `${which}${verb}.`, `${goesOn(endurance)}${because}`];
}

/** Which losses it survives. With unequal weights a light node may go, though not any one may. */
function goesOn({ canLose, spared, needed, level, nodes }) {
  const names = members => members.map(member => member.card.name);
  if (canLose <= 0 && spared.length === 0) {
    return `It goes on, and can lose none${level === nodes ? "" : " until more come back"}.`;
  }
  return `Survives the loss of any ${canLose <= 1 ? "one" : inWords(canLose)} of: ${names(spared).join(", ")}${
    canLose === 0 ? `; not of ${list(names(needed))}` : ""}.`;
}

/** Ages change every second: they stand beside what is read aloud, not in it. */
function freshness(picture) {
  const old = picture.answered === 0 && picture.ageMillis > picture.staleMillis;
  mark(document.documentElement, "data-stale", String(old));
  mark(byId("fresh"), "data-old", String(old));
  say(byId("age"), old && picture.ageMillis < Infinity ? `The last answer is ${age(picture.ageMillis)} old, and so is everything below.`
    : picture.stillMillis > 0 ? `The newest height is ${age(picture.stillMillis)} old.` : "");
  say(byId("fresh"), picture.ageMillis === Infinity ? "no answer yet"
    : old ? `old: last answer ${age(picture.ageMillis)} ago`
      : `live, ${picture.answered} of ${picture.members.length} answer, ${age(picture.ageMillis)} ago`);
}

/** What changed between two looks, for the list of events. */
class Changes {
  constructor() {
    this.states = new Map();
  }

  tell(picture, events) {
    const words = {
      level: "is level", behind: "is behind", "catching-up": "is catching up", halted: "has halted",
      silent: "does not answer", disagrees: "has another state than the others", ahead: "says what no other bears out",
      malformed: "answers what cannot be read",
    };
    for (const { node, state } of picture.members) {
      const before = this.states.get(node);
      if (before !== undefined && before !== state && words[state]) {
        events.seen(`Node ${node.name} ${words[state]}${state === "level" ? " again" : ""} (seen from this browser)`);
      }
      if (words[state]) {
        this.states.set(node, state);
      }
    }
  }
}

function charts(network) {
  return [
    new Chart({
      title: "Writes a second", note: "operations applied, over 5 s",
      lines: [{ key: "writes", label: "writes" }], empty: "not known yet",
    }),
    new Chart({
      title: "Commit latency", note: "from a node’s taking a transaction to its round, over 10 s",
      lines: [{ key: "commit", label: "half within" }, { key: "commit99", label: "99 of 100 within" }],
      format: millis, least: 100, empty: "no commits while this page is open",
    }),
    new Chart({
      title: "Rounds a second", note: "heights, over 5 s; idle, one in 5 s",
      lines: [{ key: "rounds", label: "rounds" }], empty: "not known yet",
    }),
    new Chart({
      title: "Heights behind", note: "each node, behind what the network has reached", least: 10,
      lines: network.nodes.map(node => ({ key: `behind ${node.name}`, label: node.name })), empty: "no node answers",
    }),
  ];
}

async function start() {
  const network = new Network(await genesis(), content("allmende-node"), location.origin);
  const series = new Series();
  const nodes = new Nodes(network);
  const fates = new Fates();
  const events = new Events(network);
  const keys = new Keys(network);
  const drawn = charts(network);
  const changes = new Changes();
  let sampledAt = 0;
  let tickedAt = performance.now();

  byId("nodes").append(nodes.element);
  byId("fates").append(fates.element);
  byId("charts").append(...drawn.map(chart => chart.element));
  byId("events").append(events.told, events.element);
  byId("keys").append(keys.element);
  byId("keys").addEventListener("keydown", event => keys.key(event));

  function tick() {
    const now = performance.now();
    const isLate = now - tickedAt > LATE_MILLIS;
    tickedAt = now;
    if (isLate) {
      network.woken().then(render);
    } else {
      render();
    }
  }

  function render() {
    const now = performance.now();
    if (network.isWaking(now)) {
      return;
    }
    const picture = network.picture(now);
    const [mood, sentence, more] = verdict(picture);
    headline(mood, sentence, more);
    const { canLose, spared } = picture.endurance;
    const isKnown = mood !== "waiting" && picture.answered > 0 && canLose >= 0 && picture.stillMillis === 0;
    say(byId("lose"), isKnown ? String(canLose) : "–");
    say(byId("whichever"), !isKnown ? "" : canLose === 1 ? "node, whichever it is" : canLose > 1 || spared.length > 0 ? "nodes, whichever they are" : "nodes");
    document.title = `${mood === "good" ? "" : "! "}${sentence.replace(/[.…]$/, "")} – ${network.genesis.name}`;
    freshness(picture);
    nodes.render(picture, now);
    say(byId("heavy"), fates.render(picture, network.genesis.rehearsal));
    changes.tell(picture, events);
    events.reconsider();
    events.render();
    if (now - sampledAt >= SAMPLE_MILLIS - TICK_MILLIS / 2 && picture.asked) {
      sampledAt = now;
      series.take(picture);
      drawn.forEach(chart => chart.show(series.samples));
    }
  }

  events.onKeyspace = () => keys.renew();
  network.onAnswer = node => series.note(node);
  document.addEventListener("visibilitychange", () => document.hidden || network.woken());
  network.follow();
  setInterval(tick, TICK_MILLIS);
  render();
  events.connect();
  await keys.begin();
}

start();
