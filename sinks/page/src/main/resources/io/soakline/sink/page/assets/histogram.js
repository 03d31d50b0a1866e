// Latency distribution: one row per engine over one logarithmic axis.

import {h, svg, show, say, byId, table, lazyTable} from './dom.js';
import {axisDuration, count, duration} from './format.js';
import {view} from './view.js';
import {engineName, nameWidth} from './verdicts.js';

const ROW = 62;
/** Of the engine's name, where it stands above its bars. */
const NAME_ROW = 20;
const TOP = 8;
const AXIS = 24;
const NARROWEST_BESIDE = 480;

function ticks(low, high) {
  const all = [];
  for (let decade = 10 ** Math.floor(Math.log10(low)); decade <= high; decade *= 10) {
    for (const step of [1, 2, 5]) {
      if (step * decade >= low && step * decade <= high) all.push(step * decade);
    }
  }
  return all.length ? all : [low, high];
}

/** Buckets with their lower edges; the first reaches down to the minimum. */
function bars(w) {
  return w.buckets.upperNanos.map((upper, i) => ({
    lower: i ? w.buckets.upperNanos[i - 1] : Math.min(w.minNanos ?? upper, upper) * 0.999, upper, n: w.buckets.counts[i]}))
    .filter(bar => bar.n > 0 && bar.upper > 0 && bar.lower > 0);
}

let latest = [];
const updateTable = lazyTable(byId('histogram-table'), () => table('Latency distribution since each run began',
  [{name: 'Engine'}, {name: 'above', right: true}, {name: 'up to', right: true}, {name: 'inferences', right: true}, {name: 'of n', right: true}],
  latest.flatMap(({label, whole}) => bars(whole).map(bar =>
    [label, duration(bar.lower), duration(bar.upper), count(bar.n), count(whole.n)]))));

/** @param bottom where the row ends */
function drawRow(engine, bottom, width, x, height) {
  const w = engine.whole;
  const all = bars(w);
  const base = bottom - 14;
  const highest = Math.max(...all.map(bar => bar.n));
  const scaled = n => height === 'log' ? Math.log10(n + 1) / Math.log10(highest + 1) : n / highest;
  const tall = ROW - 26;
  const parts = all.map(bar => svg('rect', {
    x: x(bar.lower), y: base - Math.max(1.5, scaled(bar.n) * tall), width: Math.max(1, x(bar.upper) - x(bar.lower) - .6),
    height: Math.max(1.5, scaled(bar.n) * tall), class: 'bar'}));
  parts.push(svg('line', {x1: 0, x2: width, y1: base + .5, y2: base + .5, class: 'axis'}));
  let free = -Infinity;
  for (const [name, value] of [['p50', w.p50Nanos], ['p99', w.p99Nanos], ['p99.9', w.p999Nanos], ['max', w.maxNanos]]) {
    if (!(value > 0)) continue;
    const at = x(value);
    parts.push(svg('line', {x1: at, x2: at, y1: base - 3, y2: base + 4, class: 'tick'}));
    const anchor = at > width - 24 ? 'end' : at < 14 ? 'start' : 'middle';
    if (at > free) {
      parts.push(svg('text', {x: at, y: base + 13, 'text-anchor': anchor, class: 'small'}, name));
      free = at + 30;
    }
  }
  return svg('g', {class: `hist e${engine.index % 8}`}, parts);
}

export function histogram(soak, engines) {
  const container = byId('histogram-plot');
  const hidden = view.hidden();
  const shown = engines.filter(engine => engine.whole && bars(engine.whole).length && !hidden.has(engine.label));
  latest = shown;
  updateTable(shown.length > 0);
  if (!shown.length) {
    say(byId('histogram-s'), '');
    show(container, h('p', {class: 'empty'}, 'Nothing to draw yet.'));
    return;
  }
  const full = Math.max(280, container.clientWidth);
  const narrow = full < NARROWEST_BESIDE;
  const name = nameWidth(shown.map(engine => engine.label), full / 3);
  const width = narrow ? full : full - name;
  const row = narrow ? ROW + NAME_ROW : ROW;
  const edges = shown.flatMap(engine => bars(engine.whole));
  const low = Math.min(...edges.map(bar => bar.lower)) / 1.03;
  const high = Math.max(...edges.map(bar => bar.upper), ...shown.map(e => e.whole.maxNanos ?? 0)) * 1.03;
  const x = nanos => width * Math.log(nanos / low) / Math.log(high / low);
  const bottom = TOP + shown.length * row;
  const axis = ticks(low, high);
  const every = Math.ceil(axis.length / (width / 56));
  const grid = axis.map((tick, i) => [
    svg('line', {x1: x(tick), x2: x(tick), y1: 0, y2: bottom, class: 'grid'}),
    i % every === 0 && x(tick) > 16 && x(tick) < width - 22
      ? svg('text', {x: x(tick), y: bottom + 14, 'text-anchor': 'middle', class: 'small'}, axisDuration(tick)) : null]);
  const scale = view.get('counts');
  const picture = svg('svg', {viewBox: `0 0 ${width} ${bottom + AXIS}`, width, height: bottom + AXIS, role: 'img',
    'aria-labelledby': 'histogram-h histogram-s'},
  grid, shown.map((engine, i) => drawRow(engine, TOP + (i + 1) * row, width, x, scale)));
  const names = h('div', {class: 'ridgenames'},
    shown.map(engine => h('div', {title: engine.label}, engineName(engine), h('small', null, `n ${count(engine.whole.n)}`))));
  if (!narrow) names.style.flexBasis = `${name}px`;
  show(container, h('div', {class: narrow ? 'ridge narrow' : 'ridge'}, names, picture));
  const widest = shown.map(e => ({label: e.label, ratio: e.whole.p99OverP50 ?? null, n: e.whole.n})).filter(e => e.ratio)
    .sort((a, b) => b.ratio - a.ratio)[0];
  say(byId('histogram-s'), `All measured inferences since each run began, ${scale === 'log' ? 'bar heights logarithmic, so that a single one is seen' : 'bar heights in proportion'}.`
    + (widest ? ` The longest tail is that of ${widest.label}: p99 is ${widest.ratio.toFixed(2)} times p50 (n ${count(widest.n)}).` : ''));
}
