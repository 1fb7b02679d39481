// What can still be lost, by everything that nodes may share.

import { KINDS, fates } from "./endurance.js";
import { capital, el, list, mark } from "./dom.js";

export class Fates {
  constructor() {
    this.rows = el("tbody");
    this.element = el("table", { class: "fates" },
      el("caption", { class: "aside" }, "Whether the network goes on when one of these is lost now"),
      el("thead", {}, el("tr", {}, ["", "Goes on without any one of", "Stands still without"].map(title =>
        title === "" ? el("td") : el("th", { scope: "col" }, title)))),
      this.rows);
  }

  render(picture, rehearsal) {
    const rows = KINDS.map(kind => {
      const all = fates(picture.members, kind);
      const up = all.filter(group => !group.down);
      const heavy = all.filter(group => group.third);
      return {
        kind,
        survived: up.filter(group => group.survived).map(group => group.name),
        fatal: up.filter(group => !group.survived).map(group => group.name),
        heavy: heavy.map(group => group.name),
      };
    });
    const state = JSON.stringify([rows, picture.endurance.canLose]);
    if (this.rows.dataset.state === state) {
      return;
    }
    mark(this.rows, "data-state", state);
    this.rows.replaceChildren(...rows.map(({ kind, survived, fatal, heavy }) => el("tr", {},
      el("th", { scope: "row" }, capital(kind.word)),
      el("td", { "data-title": "Goes on without any one of" }, survived.length > 0 ? survived.join(", ") : "none"),
      el("td", { "data-title": "Stands still without", class: fatal.length > 0 ? "fatal" : null }, fatal.length > 0 ? fatal.join(", ") : "–",
        heavy.length === 0 || picture.members.length === 1 ? null : el("p", { class: "heavy" },
          `${list(heavy)} ${heavy.length === 1 ? "holds" : "hold"} a third of the weight or more: without ${heavy.length === 1 ? "it" : "any of them"} it always stands still${rehearsal ? " (made up: a rehearsal)" : ""}.`)))));
  }
}
