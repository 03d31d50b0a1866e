// Same input, same output? Engines against each other below the diagonal, each with itself on it.

import {h, show, say, byId} from './dom.js';
import {count, percent, small} from './format.js';
import {marker} from './verdicts.js';

function shade(share) {
  return share === null || share === undefined ? 'none' : share === 1 ? '4' : share >= .9 ? '3' : share >= .5 ? '2' : share > 0 ? '1' : '0';
}

function pairCell(pair, a, b) {
  if (!pair) return h('td', {class: 'none'}, h('span', {class: 'muted'}, 'not yet'));
  const flips = pair.labelFlips > 0 || pair.top1Rate !== null && pair.top1Rate < 1;
  const about = `${a.label} and ${b.label}: ${count(pair.inputs)} inputs, differ in ${pair.factor}`;
  return h('td', {class: `s${shade(pair.bitwiseRate)}`, title: pair.evidence ? `${about}. ${pair.evidence}` : about},
    h('b', null, percent(pair.bitwiseRate)),
    h('span', {class: flips ? 'warn' : null}, `top-1 ${percent(pair.top1Rate)}`),
    h('span', null, `|Δ| ≤ ${small(pair.maxAbs)}`));
}

function selfCell(engine) {
  const w = engine.whole;
  if (!w || w.bitwiseRate === null) return h('td', {class: 'self none'}, h('span', {class: 'muted'}, 'not yet'));
  return h('td', {class: `self ${w.bitwiseRate === 1 ? 'good' : 'bad'}`, title: `${engine.label} with itself: ${count(w.inputs)} inputs, ${count(w.distinctOutputs)} distinct outputs`},
    h('b', null, percent(w.bitwiseRate)),
    h('span', null, 'with itself'),
    h('span', null, `n ${count(w.n)}`));
}

export function agreement(soak, engines) {
  const body = byId('agreement-body');
  if (!engines.length) {
    show(body, h('p', {class: 'empty'}, 'Nothing to compare yet.'));
    say(byId('agreement-s'), '');
    return;
  }
  const of = (a, b) => soak.agreements.find(p => p.runA === a.run.about.run && p.runB === b.run.about.run
    || p.runA === b.run.about.run && p.runB === a.run.about.run);
  const pairs = engines.flatMap((a, i) => engines.slice(i + 1).map(b => of(a, b))).filter(Boolean);
  const heading = engine => [marker(engine.index), h('span', {title: engine.label}, engine.label)];
  show(body, h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Agreement of each pair of engines'},
    h('table', {class: 'matrix'},
      h('caption', {class: 'hidden'}, 'Share of inputs with bit for bit the same output, for each pair of engines; each engine with itself on the diagonal'),
      h('colgroup', null, h('col', {class: 'names'}), engines.map(() => h('col'))),
      h('tbody', null, engines.map((a, row) => h('tr', null,
        h('th', {scope: 'row'}, heading(a)),
        engines.map((b, column) => column > row ? h('td', {class: 'blank'}) : column === row ? selfCell(a) : pairCell(of(a, b), a, b))))),
      h('tfoot', null, h('tr', null, h('td', {class: 'blank'}), engines.map(engine => h('th', {scope: 'col'}, heading(engine))))))));
  const flips = pairs.filter(p => p.top1Rate !== null && p.top1Rate < 1).length;
  const inputs = Math.max(0, ...pairs.map(p => p.inputs));
  const same = pairs.filter(p => p.bitwiseRate === 1).length;
  say(byId('agreement-s'), pairs.length
    ? `Bit for bit the same on all of ${count(inputs)} inputs: ${same} of ${pairs.length} pairs. `
      + (flips ? `The top answer differs for some input in ${flips} of ${pairs.length} pairs.` : 'The top answer is the same everywhere it is known.')
    : 'Pairs appear when two engines have seen the same inputs.');
}
