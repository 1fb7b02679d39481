// What can still be lost, by everything that nodes may share.

import { KINDS, fates } from "./endurance.js";
import { capital, el, list, mark, visible } from "./dom.js";

export class Fates {
  constructor() {
    this.rows = el("tbody");
    this.element = el("table", { class: "fates" },
      el("caption", { class: "aside" }, "Whether the network goes on when one of these is lost now"),
      el("thead", {}, el("tr", {}, ["", "Goes on without any one of", "Stands still without"].map(title =>
        title === "" ? el("td") : el("th", { scope: "col" }, title)))),
      this.rows);
  }

  /** @returns a warning of what holds so much weight that the network always stands still without it; or nothing */
  render(picture, rehearsal) {
    const rows = KINDS.map(kind => {
      const all = fates(picture.members, kind);
      const up = all.filter(group => !group.down);
      const names = groups => groups.map(group => visible(group.name));
      return {
        kind,
        survived: names(up.filter(group => group.survived)),
        fatal: names(up.filter(group => !group.survived)),
        heavy: names(all.filter(group => group.third && group.nodes > 1)),
      };
    });
    const state = JSON.stringify(rows);
    if (this.rows.dataset.state !== state) {
      mark(this.rows, "data-state", state);
      this.rows.replaceChildren(...rows.map(({ kind, survived, fatal }) => el("tr", {},
        el("th", { scope: "row" }, capital(kind.word)),
        el("td", { "data-title": "Goes on without any one of" }, survived.length > 0 ? apart(survived) : "none"),
        el("td", { "data-title": "Stands still without", class: fatal.length > 0 ? "fatal" : null }, fatal.length > 0 ? apart(fatal) : "–"))));
    }
    const heavy = rows.filter(row => row.heavy.length > 0).map(({ kind, heavy: names }) => names.length === 1
      ? `${kind.word} ${names[0]} holds a third of the weight or more`
      : `${kind.words} ${list(names)} hold a third of the weight or more each`);
    return heavy.length === 0 ? "" : `${capital(heavy.join("; "))}: without, the network stands still.${rehearsal ? " Here it is made up." : ""}`;
  }
}

/** Each name for itself, so that one that is read from the right does not change the order of the others. */
const apart = names => names.flatMap((name, i) => [i === 0 ? "" : ", ", el("bdi", {}, name)]);
