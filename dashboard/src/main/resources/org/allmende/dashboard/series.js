// Ten minutes of what the nodes said, a sample a second, in this browser's memory only.

export const SPAN_MILLIS = 600_000;

/** Rates are over so long a while: an idle network makes a round every 5 s. */
const RATE_MILLIS = 5_000;

/** Over a shorter while a single round would make a peak. */
const RATE_MILLIS_MIN = 3_500;

const median = numbers => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted[Math.floor((sorted.length - 1) / 2)];
};

const thousandth = micros => micros === null ? null : micros / 1000;

export class Series {
  constructor() {
    this.samples = [];
    this.counted = new Map();
  }

  /** Notes a node's counters when it answers. They begin anew with its process. */
  note(node) {
    const said = { at: node.answeredAt, uptime: node.pulse.uptimeMillis, heights: node.pulse.heights, operations: node.pulse.operations };
    const before = this.counted.get(node) ?? [];
    const since = before.length > 0 && before.at(-1).uptime > said.uptime ? [] : before;
    this.counted.set(node, [...since.filter((each, i) =>
      i + 1 < since.length ? said.at - since[i + 1].at < RATE_MILLIS : true), said]);
  }

  rate(node, counter) {
    const said = this.counted.get(node) ?? [];
    const seconds = said.length < 2 ? 0 : (said.at(-1).at - said[0].at) / 1000;
    return seconds * 1000 < RATE_MILLIS_MIN ? null : (said.at(-1)[counter] - said[0][counter]) / seconds;
  }

  /**
   * One sample of everything. Every node applies everything, so the middle one's rate is the network's. What is older
   * than the charts show is let go; so is what a clock that was set back has made later than now.
   */
  take(picture, at = Date.now()) {
    const level = picture.members.filter(member => member.level).map(member => member.node);
    const rates = counter => median(level.map(node => this.rate(node, counter)).filter(rate => rate !== null));
    const timed = level.map(node => node.pulse.ordering).filter(ordering => ordering.count > 0);
    const sample = {
      at,
      writes: rates("operations"),
      rounds: rates("heights"),
      commit: thousandth(median(timed.map(ordering => ordering.medianMicros))),
      commit99: thousandth(timed.length === 0 ? null : Math.max(...timed.map(ordering => ordering.p99Micros))),
    };
    for (const { node, behind } of picture.members) {
      sample[`behind ${node.name}`] = behind;
    }
    this.samples = [...this.samples.filter(each => each.at >= at - SPAN_MILLIS && each.at < at), sample];
    return sample;
  }
}
