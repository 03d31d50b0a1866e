// One row per engine: the verdict in a word, a shape and a colour, and the figures that it rests on.

import {h, svg, show, say, byId, table, lazyTable} from './dom.js';
import {bound, causeWords, count, duration, percent, clock, quantileOf, small, UNKNOWN} from './format.js';

const SHAPES = {
  STEADY: [['circle', {cx: 8, cy: 8, r: 7}], ['path', {d: 'M4.5 8.2l2.4 2.4 4.6-5', class: 'stroke'}]],
  DRIFTED: [['path', {d: 'M8 1l7.2 13.5H.8z'}], ['path', {d: 'M8 5.8v4', class: 'stroke'}], ['path', {d: 'M8 12v.4', class: 'stroke'}]],
  BROKEN: [['path', {d: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z'}], ['path', {d: 'M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6', class: 'stroke'}]],
  INSUFFICIENT: [['circle', {cx: 8, cy: 8, r: 6.3, class: 'hollow'}], ['path', {d: 'M6 6.3a2 2 0 1 1 2.6 1.9c-.5.2-.6.5-.6 1.1', class: 'mark'}], ['path', {d: 'M8 11.4v.3', class: 'mark'}]],
  STALE: [['rect', {x: 1.7, y: 1.7, width: 12.6, height: 12.6, rx: 3, class: 'hollow'}], ['path', {d: 'M5 8h6', class: 'mark'}]],
  WAITING: [['circle', {cx: 8, cy: 8, r: 6.3, class: 'hollow dashed'}]],
};

const RANK = ['STEADY', 'WAITING', 'INSUFFICIENT', 'DRIFTED', 'BROKEN', 'STALE'];

export function verdictBadge(word) {
  const shape = svg('svg', {viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true'},
    (SHAPES[word] ?? SHAPES.WAITING).map(([tag, attributes]) => svg(tag, attributes)));
  return h('span', {class: `badge v-${word.toLowerCase()}`}, shape, word);
}

/** The engine's own mark: the same shape in legend, rows and charts. */
export const MARKERS = ['circle', 'square', 'triangle', 'diamond', 'cross', 'down'];

export function marker(index) {
  const kind = MARKERS[index % MARKERS.length];
  const shapes = {
    circle: ['circle', {cx: 6, cy: 6, r: 4.4}],
    square: ['rect', {x: 2, y: 2, width: 8, height: 8}],
    triangle: ['path', {d: 'M6 1.2L11 10.4H1z'}],
    diamond: ['path', {d: 'M6 .6L11.4 6 6 11.4.6 6z'}],
    cross: ['path', {d: 'M4.3 1h3.4v3.3H11v3.4H7.7V11H4.3V7.7H1V4.3h3.3z'}],
    down: ['path', {d: 'M6 10.8L1 1.6h10z'}],
  };
  const [tag, attributes] = shapes[kind];
  return svg('svg', {viewBox: '0 0 12 12', width: 12, height: 12, class: `marker e${index % 8}`, 'aria-hidden': 'true'}, svg(tag, attributes));
}

export function engineName(engine) {
  return h('span', {class: 'engine'}, marker(engine.index), h('span', {class: 'label'}, engine.label));
}

const pen = document.createElement('canvas').getContext('2d');

/** Room in pixels for the widest of the names with its mark, as they stand beside charts; at most {@code most}. */
export function nameWidth(labels, most) {
  pen.font = `600 12.5px ${getComputedStyle(document.body).fontFamily}`;
  return Math.min(most, Math.ceil(Math.max(...labels.map(label => pen.measureText(label).width))) + 32);
}

/** A refused quantile says why; it never shows a number. */
function quantile(nanos, n, needed) {
  if (nanos !== null && nanos !== undefined) return duration(nanos);
  if (!n) return UNKNOWN;
  return h('span', {class: 'refused'}, needed && n < needed ? `needs n ≥ ${count(needed)}` : 'n too small');
}

const quantileAt = (w, p) => w.predictability.latency.find(q => Math.abs(q.p - p) < 1e-9);

/** The 95 % interval below a quantile; open where the sample cannot bound it. */
function interval(w, p) {
  const q = quantileAt(w, p);
  if (!q || q.nanos === null || q.lowNanos === null) return null;
  return h('small', {title: '95 % interval'}, `${duration(q.lowNanos)} – ${q.highNanos === null ? 'open' : duration(q.highNanos)}`);
}

const needed = (w, p, otherwise) => quantileAt(w, p)?.needed ?? otherwise;

function pwcet(w) {
  const {pwcetNanos, pwcetProbability, pwcetRefusedBy} = w.predictability;
  return pwcetNanos !== null ? `≤ ${duration(pwcetNanos)} at ${small(pwcetProbability)}` : pwcetRefusedBy !== null ? `refused: ${pwcetRefusedBy}` : UNKNOWN;
}

function causes(w) {
  const all = Object.entries(w.predictability.slowestCauses).sort((a, b) => b[1] - a[1]);
  return all.length ? all.map(([cause, n]) => `${causeWords(cause)} ${count(n)}`).join(', ') : UNKNOWN;
}

function intervalText(w, p) {
  const q = quantileAt(w, p);
  return !q || q.nanos === null ? UNKNOWN : `${duration(q.nanos)} [${duration(q.lowNanos)}, ${q.highNanos === null ? 'open' : duration(q.highNanos)}]`;
}

/** p50 to max on a logarithmic axis that all rows share. */
function strip(engine, low, high) {
  const w = engine.whole;
  const width = 190;
  const x = nanos => 4 + (width - 8) * Math.log(nanos / low) / Math.log(high / low);
  const known = [['p50', w.p50Nanos], ['p99', w.p99Nanos], ['p99.9', w.p999Nanos], ['max', w.maxNanos]].filter(([, v]) => v > 0);
  if (!known.length) return null;
  const label = known.map(([name, value]) => `${name} ${duration(value)}`).join(', ');
  const parts = [svg('line', {x1: 4, x2: width - 4, y1: 10, y2: 10, class: 'axis'})];
  if (w.minNanos > 0) parts.push(svg('line', {x1: x(w.minNanos), x2: x(w.maxNanos ?? w.minNanos), y1: 10, y2: 10, class: 'thin'}));
  if (w.p50Nanos > 0 && w.p99Nanos > 0) {
    parts.push(svg('rect', {x: x(w.p50Nanos), y: 6, width: Math.max(1.5, x(w.p99Nanos) - x(w.p50Nanos)), height: 8, rx: 2, class: 'bar'}));
  }
  if (w.p50Nanos > 0) parts.push(svg('rect', {x: x(w.p50Nanos) - 1, y: 3, width: 2.5, height: 14, class: 'solid'}));
  if (w.p999Nanos > 0) parts.push(svg('line', {x1: x(w.p999Nanos), x2: x(w.p999Nanos), y1: 5, y2: 15, class: 'tick'}));
  if (w.maxNanos > 0) parts.push(svg('circle', {cx: x(w.maxNanos), cy: 10, r: 2.6, class: 'end'}));
  return svg('svg', {viewBox: `0 0 ${width} 20`, width, height: 20, class: `strip e${engine.index % 8}`, role: 'img', 'aria-label': label}, parts);
}

function cell(name, ...content) {
  return h('td', {'data-label': name}, h('span', {class: 'value'}, content));
}

function repeatable(w) {
  if (w.bitwiseRate === null) return [UNKNOWN];
  const extra = w.bitwiseRate === 1
    ? (w.mismatchRateUpper95 === null ? null : h('small', null, `mismatch ≤\u00a0${bound(w.mismatchRateUpper95).replace(' ', '\u00a0')}`))
    : h('small', {class: 'warn'}, `${count(w.distinctOutputs)} outputs of ${count(w.inputs)} inputs`);
  return [percent(w.bitwiseRate), extra];
}

function deadline(w) {
  if (w.deadlineNanos === null || w.deadlineMisses === null) return [UNKNOWN, h('small', null, 'no deadline')];
  const run = w.predictability.longestMissRun;
  return [count(w.deadlineMisses), h('small', null, `of ${duration(w.deadlineNanos)}${run > 1 ? `, ${count(run)} in a row` : ''}`)];
}

function row(engine, low, high, withDeadline) {
  const {run, state} = engine;
  const w = engine.whole;
  const head = h('th', {scope: 'row'},
    engineName(engine),
    h('small', {title: state.reason}, state.reason));
  const badge = h('td', {class: 'verdict'}, verdictBadge(state.word));
  if (!w) return h('tr', null, head, badge, h('td', {colspan: 9, class: 'muted'}, 'no figures yet'));
  const max = run.max && run.max.nanos === w.maxNanos && run.max.atMillis !== null
    ? h('small', null, `at ${clock(run.max.atMillis)}`) : null;
  return h('tr', null,
    head,
    badge,
    cell('n', count(w.n)),
    cell('p50', quantile(w.p50Nanos, w.n)),
    cell('p99', quantile(w.p99Nanos, w.n, needed(w, 0.99)), interval(w, 0.99)),
    cell('p99.9', quantile(w.p999Nanos, w.n, needed(w, 0.999, 1000)), interval(w, 0.999)),
    cell('max', duration(w.maxNanos), max),
    h('td', {class: 'stripcell', 'data-label': 'spread'}, strip(engine, low, high)),
    cell('repeatable', repeatable(w)),
    cell('top-1', percent(w.top1Accuracy)),
    withDeadline ? cell('late', deadline(w)) : null);
}

function predictability(w) {
  const p = w.predictability;
  return [intervalText(w, 0.9999), duration(p.jitterNanos), duration(p.stepMeanNanos), small(p.autocorrelationLag1), count(p.longestMissRun),
    p.modes ? count(p.modes) : UNKNOWN, pwcet(w), causes(w), count(p.referencePanes)];
}

let latest = [];
const updateReasons = lazyTable(byId('verdicts-table'), () => table('Verdicts with their reasons and all figures',
  ['Engine', 'Verdict', 'Reason', 'n', 'inferences/s', 'min', 'mean', 'p50', 'p90', 'p99', 'p99.9', 'max', 'CV', 'IQR', 'not finite', 'harness paused', 'throttled',
    'p99.99, 95 % interval', 'jitter p99.9 − p50', 'mean step', 'lag-1 correlation', 'most misses in a row', 'modes', 'pWCET', 'slowest put down to', 'reference panes']
    .map((name, i) => ({name, right: i > 2 && i !== 23 && i !== 24, long: i === 2 || i === 23 || i === 24})),
  latest.map(({label, state, whole: w}) => [label, state.word, state.reason, ...w
    ? [count(w.n), small(w.ratePerSecond), duration(w.minNanos), duration(w.meanNanos),
      ...['p50Nanos', 'p90Nanos', 'p99Nanos', 'p999Nanos'].map(name => quantileOf(w[name], w.n)), duration(w.maxNanos), percent(w.cv), duration(w.interquartileRangeNanos), count(w.nonFinite), count(w.harnessPaused), count(w.throttled), ...predictability(w)]
    : Array(23).fill(UNKNOWN)])));

export function verdicts(soak, engines, firing) {
  const body = byId('verdicts-body');
  latest = engines;
  updateReasons(engines.length > 0);
  if (!engines.length) {
    say(byId('verdicts-s'), '');
    show(body, h('p', {class: 'empty'}, 'No run has begun yet. The first figures come when an engine has run for ten seconds.'));
    return 'WAITING';
  }
  const withDeadline = engines.some(e => e.whole && e.whole.deadlineNanos !== null);
  const lows = engines.map(e => e.whole?.minNanos).filter(v => v > 0);
  const highs = engines.map(e => e.whole?.maxNanos).filter(v => v > 0);
  const low = Math.min(...lows) / 1.1;
  const high = Math.max(...highs) * 1.1;
  const worst = engines.map(e => e.state.word).sort((a, b) => RANK.indexOf(b) - RANK.indexOf(a))[0];
  const named = word => engines.filter(e => e.state.word === word).map(e => e.label).join(', ');
  const alerts = firing ? ` ${count(firing)} ${firing === 1 ? 'alert is' : 'alerts are'} firing, see below.` : '';
  say(byId('verdicts-s'), worst === 'STEADY'
    ? `All ${engines.length} engines are steady since they began.${alerts}`
    : RANK.slice(1).reverse().map(word => [word, named(word)]).filter(([, names]) => names)
      .map(([word, names]) => `${word}: ${names}`).join(' · ') + (alerts && ' ·') + alerts);
  const headings = [['Engine', ''], ['Verdict', ''], ['n', 'measured inferences since the run began, warm-up left out'], ['p50', 'median latency'],
    ['p99', ''], ['p99.9', 'needs n ≥ 1,000'], ['max', 'largest since the run began'],
    ['min – p50 ▬ p99 | p99.9 ● max', 'logarithmic, the same axis for all rows'],
    ['repeatable', 'inferences that gave their input’s usual output, bit for bit'], ['top-1', 'inputs whose usual output has the expected label'],
    ...(withDeadline ? [['late', 'inferences past their deadline']] : [])];
  show(body, h('table', {class: 'verdicts'},
    h('thead', null, h('tr', null, headings.map(([name, title], i) =>
      h('th', {scope: 'col', title: title || null, class: i > 1 && i !== 7 ? 'r' : i === 7 ? 'stripcell' : null}, name)))),
    h('tbody', null, engines.map(engine => row(engine, low, high, withDeadline)))));
  return worst;
}
