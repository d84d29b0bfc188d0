/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page.js - what the audit page (out-html.c) does beyond showing: filters,
   keys, and a picture of each finding's flow, drawn when it is opened.

   The picture: a column for each function, a row for each event.  The thick
   line is the object's life, dashed once it is over; the thin one is the way of
   its address.  */
"use strict";
const form = document.querySelector("form");
const all = [...document.querySelectorAll("details.finding")];
const WIDTH = 190, ROW = 30, TOP = 44, LEFT = 8;

function make(name, attributes, parent, text) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const k in attributes) e.setAttribute(k, attributes[k]);
  if (text !== undefined) e.textContent = text;
  parent.append(e);
  return e;
}

function short(s, n) {
  return s.length > n ? s.slice(0, n - 1) + "\u2026" : s;
}

function draw(finding) {
  const steps = [...finding.querySelectorAll("ol.path li")].map(li => li.dataset);
  if (steps.length < 2 || finding.querySelector("svg")) return;
  const lanes = [...new Set(steps.map(s => s.fn))];
  const width = 2 * LEFT + WIDTH * lanes.length;
  const height = TOP + ROW * steps.length + 30;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "flow");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("width", width);
  svg.setAttribute("role", "img");
  make("title", {}, svg, steps.map((s, i) => `${i + 1}. ${s.short} in ${s.fn}`).join("; "));
  const x = s => LEFT + WIDTH * lanes.indexOf(s.fn) + 22;
  const y = i => TOP + ROW * i + 8;
  lanes.forEach((fn, k) => {
    make("rect", { class: "lane", x: LEFT + WIDTH * k + 3, y: 2, width: WIDTH - 6, height: height - 30, rx: 6 }, svg);
    make("text", { class: "head", x: LEFT + WIDTH * k + 12, y: 22 }, svg, short(fn + " ()", 23));
  });
  const born = steps.findIndex(s => s.kind === "declared" || s.kind === "taken");
  let dies = steps.findIndex(s => s.kind === "end" || s.kind === "return");
  if (dies < 0) dies = steps.length - 1;
  const from = Math.max(born, 0), life = x(steps[from]) - 12;
  make("line", { class: "life", x1: life, y1: y(from), x2: life, y2: y(dies) }, svg);
  make("line", { class: "dead", x1: life, y1: y(dies), x2: life, y2: height - 34 }, svg);
  for (let i = from + 1; i < steps.length; i++) {
    const a = steps[i - 1], b = steps[i], up = y(i - 1) + 7, down = y(i) - 7;
    const bend = (up + down) / 2;
    make("path", { class: "way", d: `M${x(a)} ${up} C${x(a)} ${bend + 8} ${x(b)} ${bend - 8} ${x(b)} ${down - 4}` }, svg);
    make("path", { class: "tip", d: `M${x(b) - 4} ${down - 6} L${x(b)} ${down} L${x(b) + 4} ${down - 6} Z` }, svg);
  }
  steps.forEach((s, i) => {
    make("circle", { cx: x(s), cy: y(i), r: 7, class: i === steps.length - 1 ? "last" : "" }, svg);
    make("text", { x: x(s) - (i > 8 ? 7 : 3.5), y: y(i) + 4, "font-size": 10 }, svg, i + 1);
    make("text", { x: x(s) + 12, y: y(i) + 4 }, svg, short(s.short, 21));
  });
  make("text", { class: "key", x: LEFT + 3, y: height - 8 }, svg, "thick: the object lives; dashed: it is gone");
  finding.querySelector("ol.path").before(svg);
}

function filter() {
  const q = form.q.value.toLowerCase(), level = form.level.value, rule = form.rule.value;
  let n = 0;
  for (const d of all) {
    const ok = (!level || d.dataset.level === level) && (!rule || d.dataset.rule === rule)
      && (!q || (d.text ??= d.textContent.toLowerCase()).includes(q));
    d.hidden = !ok;
    n += ok;
  }
  form.querySelector("output").textContent = `${n} of ${all.length} shown`;
}

function move(step) {
  const shown = all.filter(d => !d.hidden);
  const at = shown.findIndex(d => d.contains(document.activeElement));
  const next = shown[Math.min(Math.max(at + step, 0), shown.length - 1)];
  if (next) next.querySelector("summary").focus();
}

function key(e) {
  if (e.target.matches("input, select") || e.ctrlKey || e.altKey || e.metaKey) {
    if (e.key === "Escape") e.target.blur();
    return;
  }
  if (e.key === "j") move(1);
  else if (e.key === "k") move(-1);
  else if (e.key === "/") form.q.focus();
  else return;
  e.preventDefault();
}

form.hidden = false;
filter();
form.addEventListener("input", filter);
document.addEventListener("keydown", key);
document.addEventListener("toggle", e => {
  if (e.target.open && e.target.matches("details.finding")) draw(e.target);
}, true);
addEventListener("beforeprint", () => {
  for (const d of all) if (!d.hidden) d.open = true, draw(d);
});
for (const d of all) if (d.open) draw(d);
if (location.hash) {
  const d = document.getElementById(location.hash.slice(1));
  if (d && d.matches("details")) d.open = true, d.scrollIntoView();
}
