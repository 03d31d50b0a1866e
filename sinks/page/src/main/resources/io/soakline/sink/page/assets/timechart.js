// Latency over time: p50 dashed and p99 solid for each engine, gaps as gaps, alerts and marks as upright lines.

import {h, show, say, byId, table, lazyTable} from './dom.js';
import {axisDuration, count, duration, clock, moment, quantileOf, UNKNOWN} from './format.js';
import {view, WINDOW_MILLIS, colour} from './view.js';
import {spacing} from './model.js';
import {engineName, nameWidth, MARKERS} from './verdicts.js';
import {alertsOf} from './progress.js';

const SHORTEST_SPAN_SECONDS = 120;
const MARK_ROW = 14;
const MARK_ROWS = 3;
const LONGEST_MARK = 36;
/** What alarms within three panes has one cause, mostly. */
const TOGETHER_MILLIS = 30e3;

let plot = null;
let drawnFor = '';
let drawn = {engines: [], marks: [], bands: [], range: null, labelRoom: 0};
let readout = null;

/** Engines' points on one time axis. undefined: another engine's time; null: a gap. */
function align(engines, fromMillis) {
  const times = new Set();
  const tables = engines.map(engine => {
    const {history} = engine.run;
    const first = history.endMillis.findIndex(end => end >= fromMillis);
    const limit = 2.5 * spacing(history.endMillis);
    const points = new Map();
    if (first < 0) return points;
    for (let i = first; i < history.endMillis.length; i++) {
      const end = history.endMillis[i];
      const step = Math.max(limit, 1.5 * history.seconds[i] * 1e3);
      if (i > first && end - history.endMillis[i - 1] > step) {
        const gap = history.endMillis[i - 1] + 1;
        points.set(gap, null);
        times.add(gap);
      }
      points.set(end, i);
      times.add(end);
    }
    return points;
  });
  const xs = [...times].sort((a, b) => a - b);
  const column = (engine, points, name) => xs.map(x => {
    const i = points.get(x);
    return i === undefined ? undefined : i === null ? null : engine.run.history[name][i];
  });
  return [xs.map(x => x / 1e3),
    ...engines.flatMap((engine, e) => [column(engine, tables[e], 'p50Nanos'), column(engine, tables[e], 'p99Nanos')])];
}

const STEPS = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 5, 7], [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8],
  [1, 1.2, 1.4, 1.6, 1.8, 2, 2.25, 2.5, 2.75, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9, 9.5]];

/** Round values of a logarithmic axis: the coarsest steps that give at least four of them. */
export function logSplits(min, max) {
  let splits = [];
  for (const steps of STEPS) {
    splits = [];
    for (let decade = 10 ** Math.floor(Math.log10(min)); decade <= max; decade *= 10) {
      for (const step of steps) {
        const value = step * decade;
        if (value >= min && value <= max) splits.push(value);
      }
    }
    if (splits.length >= 4) break;
  }
  return splits.length ? splits : [min, max];
}

function markerPath(kind, x, y, r) {
  const path = new Path2D();
  switch (kind) {
    case 'circle': path.arc(x, y, r, 0, 2 * Math.PI); break;
    case 'square': path.rect(x - r * .9, y - r * .9, r * 1.8, r * 1.8); break;
    case 'triangle': path.moveTo(x, y - r * 1.1); path.lineTo(x + r * 1.1, y + r * .9); path.lineTo(x - r * 1.1, y + r * .9); path.closePath(); break;
    case 'diamond': path.moveTo(x, y - r * 1.3); path.lineTo(x + r * 1.3, y); path.lineTo(x, y + r * 1.3); path.lineTo(x - r * 1.3, y); path.closePath(); break;
    case 'cross': path.rect(x - r, y - r * .35, r * 2, r * .7); path.rect(x - r * .35, y - r, r * .7, r * 2); break;
    default: path.moveTo(x, y + r * 1.1); path.lineTo(x + r * 1.1, y - r * .9); path.lineTo(x - r * 1.1, y - r * .9); path.closePath();
  }
  return path;
}

function drawMarks(u) {
  const {ctx, bbox} = u;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${11 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textBaseline = 'bottom';
  ctx.textAlign = 'left';
  const rowEnds = Array(MARK_ROWS).fill(-Infinity);
  for (const mark of drawn.marks) {
    const x = u.valToPos(mark.atMillis / 1e3, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = ctx.fillStyle = colour(mark.colour);
    ctx.lineWidth = ratio;
    ctx.setLineDash([2 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const label = mark.label.length > LONGEST_MARK ? `${mark.label.slice(0, LONGEST_MARK - 1)}…` : mark.label;
    const width = ctx.measureText(label).width;
    const left = Math.min(x - 2 * ratio, bbox.left + bbox.width - width);
    const row = rowEnds.findIndex(end => left > end);
    if (row >= 0) {
      ctx.fillText(label, left, bbox.top - (3 + MARK_ROW * row) * ratio);
      rowEnds[row] = left + width + 10 * ratio;
    }
  }
  ctx.setLineDash([6 * ratio, 3 * ratio]);
  ctx.textAlign = 'right';
  for (const deadline of new Set(drawn.engines.map(engine => engine.whole?.deadlineNanos).filter(Boolean))) {
    const y = u.valToPos(deadline, 'y', true);
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.strokeStyle = ctx.fillStyle = colour('--broken');
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillText(`deadline ${duration(deadline)}`, bbox.left + bbox.width - 4 * ratio, y - 2 * ratio);
  }
  ctx.restore();
}

/** Shapes on the p99 lines, and each engine's name where its line ends. */
function drawEngines(u, named) {
  const {ctx, bbox} = u;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `600 ${11.5 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  const ends = [];
  drawn.engines.forEach((engine, e) => {
    const ink = colour(`--e${engine.index % 8}`);
    const kind = MARKERS[engine.index % MARKERS.length];
    ctx.fillStyle = ink;
    const data = u.data[2 + 2 * e];
    const shown = [];
    data.forEach((value, i) => {
      if (value !== null && value !== undefined) shown.push(i);
    });
    const every = Math.max(1, Math.ceil(shown.length / 14));
    shown.forEach((i, k) => {
      if ((shown.length - 1 - k) % every) return;
      const x = u.valToPos(u.data[0][i], 'x', true);
      if (x >= bbox.left - 1 && x <= bbox.left + bbox.width + 1) {
        ctx.fill(markerPath(kind, x, u.valToPos(data[i], 'y', true), 3.4 * ratio));
      }
    });
    if (named && shown.length) {
      const i = shown[shown.length - 1];
      ends.push({ink, kind, label: engine.label, y: u.valToPos(data[i], 'y', true)});
    }
  });
  ends.sort((a, b) => a.y - b.y);
  const step = 15 * ratio;
  ends.forEach((end, i) => { end.y = Math.max(end.y, i ? ends[i - 1].y + step : bbox.top); });
  const below = ends.length ? ends[ends.length - 1].y - (bbox.top + bbox.height) : 0;
  if (below > 0) ends.forEach(end => { end.y -= below; });
  for (const end of ends) {
    ctx.fillStyle = end.ink;
    const x = bbox.left + bbox.width + 9 * ratio;
    let label = end.label;
    while (label.length > 3 && ctx.measureText(label).width > (drawn.labelRoom - 12) * ratio) label = `${label.slice(0, -2)}…`;
    ctx.fillText(label, x, end.y);
  }
  ctx.restore();
}

function hover(u) {
  const i = u.cursor.idx;
  if (i === null || i === undefined || u.cursor.left < 0) {
    readout.hidden = true;
    return;
  }
  const lines = drawn.engines.map((engine, e) => {
    const [p50, p99] = [u.data[1 + 2 * e][i], u.data[2 + 2 * e][i]];
    if (p50 === undefined && p99 === undefined || p50 === null) return null;
    const at = engine.run.history.endMillis.lastIndexOf(Math.round(u.data[0][i] * 1e3));
    const n = at < 0 ? null : engine.run.history.n[at];
    return h('tr', null, h('th', {scope: 'row'}, engineName(engine)), h('td', null, quantileOf(p50, n)), h('td', null, quantileOf(p99, n)),
      h('td', null, at < 0 ? UNKNOWN : duration(engine.run.history.maxNanos[at])), h('td', null, count(n)));
  }).filter(Boolean);
  if (!lines.length) {
    readout.hidden = true;
    return;
  }
  show(readout, h('b', null, moment(u.data[0][i] * 1e3, Date.now())),
    h('table', null, h('thead', null, h('tr', null, ['Engine', 'p50', 'p99', 'max', 'n'].map(t => h('th', {scope: 'col'}, t)))), h('tbody', null, lines)));
  readout.hidden = false;
  const left = u.cursor.left + u.over.offsetLeft;
  const right = left > u.width / 2;
  readout.style.left = right ? '' : `${left + 14}px`;
  readout.style.right = right ? `${u.width - left + 14}px` : '';
}

function options(engines, width, height, logarithmic, top) {
  const ink = colour('--muted');
  const grid = {stroke: colour('--grid'), width: 1};
  const narrow = width < 520;
  const font = `11.5px ${getComputedStyle(document.body).fontFamily}`;
  return {
    width,
    height,
    padding: [top, narrow ? 8 : drawn.labelRoom, 0, 0],
    legend: {show: false},
    cursor: {y: false, points: {size: 6}, drag: {x: false, y: false}},
    scales: {
      x: {time: true, range: () => drawn.range},
      y: {
        distr: logarithmic ? 3 : 1,
        range: (u, min, max) => {
          if (min === null || max === null || !(max > 0)) return logarithmic ? [1e5, 1e7] : [0, 1e7];
          return logarithmic ? [min / 1.12, max * 1.18] : [0, max * 1.1];
        },
      },
    },
    axes: [
      {stroke: ink, grid, ticks: {show: false}, font, space: 70, size: 30,
        values: (u, splits, _, __, step) => splits.map(s => step < 60 ? clock(s * 1e3) : clock(s * 1e3).slice(0, 5))},
      {stroke: ink, grid, ticks: {show: false}, font, size: 62, filter: (u, splits) => splits,
        ...(logarithmic ? {splits: (u, axis, min, max) => logSplits(min, max)} : {}),
        values: (u, splits) => splits.map(axisDuration)},
    ],
    series: [{}, ...engines.flatMap(engine => {
      const stroke = colour(`--e${engine.index % 8}`);
      return [
        {label: `${engine.label} p50`, stroke, width: 1.4, dash: [4, 4], spanGaps: false, points: {show: false}},
        {label: `${engine.label} p99`, stroke, width: 2, spanGaps: false, points: {show: false}},
      ];
    })],
    hooks: {drawClear: [drawBands], draw: [drawMarks, u => drawEngines(u, !narrow)], setCursor: [hover]},
  };
}

const ink = alert => alert.severity === 'critical' ? '--broken' : '--drifted';

/** Upright lines where alerts began and ended. What hits several engines at once is one line with a count. */
function marks(soak, engines) {
  const alerts = alertsOf(soak, engines).filter(alert => alert.state !== 'pending').flatMap(alert => {
    const began = {atMillis: alert.sinceMillis, label: alert.kind, who: alert.subject, colour: ink(alert)};
    return alert.state === 'resolved'
      ? [began, {atMillis: alert.updatedAtMillis, label: `${alert.kind} over`, who: alert.subject, colour: '--steady'}] : [began];
  }).sort((a, b) => a.atMillis - b.atMillis);
  const together = [];
  for (const mark of alerts) {
    const same = together.find(other => other.label === mark.label && mark.atMillis - other.atMillis < TOGETHER_MILLIS);
    if (same) same.names.add(mark.who); else together.push({...mark, names: new Set([mark.who])});
  }
  const told = together.map(mark => ({...mark, label: mark.names.size > 1 ? `${mark.label} · ${mark.names.size} engines` : `${mark.label} · ${mark.who}`}));
  return [...soak.marks.map(mark => ({...mark, colour: '--muted'})), ...told].sort((a, b) => a.atMillis - b.atMillis);
}

/** From when a change began until its alert was over, or now; what overlaps is one band. */
function bands(soak, engines) {
  const spans = alertsOf(soak, engines).filter(alert => alert.state !== 'pending' && alert.changeAtMillis !== null).map(alert => ({
    fromMillis: alert.changeAtMillis, toMillis: alert.state === 'resolved' ? alert.updatedAtMillis : soak.now(), colour: ink(alert),
  })).sort((a, b) => a.fromMillis - b.fromMillis);
  const together = [];
  for (const span of spans) {
    const last = together.at(-1);
    if (last && last.toMillis >= span.fromMillis) {
      last.toMillis = Math.max(last.toMillis, span.toMillis);
      if (span.colour === '--broken') last.colour = span.colour;
    } else together.push({...span});
  }
  return together;
}

function drawBands(u) {
  const {ctx, bbox} = u;
  ctx.save();
  for (const band of drawn.bands) {
    const left = Math.max(bbox.left, u.valToPos(band.fromMillis / 1e3, 'x', true));
    const right = Math.min(bbox.left + bbox.width, u.valToPos(band.toMillis / 1e3, 'x', true));
    if (right <= left) continue;
    ctx.globalAlpha = 0.1;
    ctx.fillStyle = colour(band.colour);
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
}

function timeRange(engines) {
  const firsts = engines.map(e => e.run.history.endMillis[0]).filter(Boolean);
  const lasts = engines.map(e => e.run.history.endMillis.at(-1)).filter(Boolean);
  if (!lasts.length) return null;
  const last = Math.max(...lasts);
  const from = Math.max(Math.min(...firsts) - 10e3, last - WINDOW_MILLIS[view.get('window')]);
  return [from / 1e3, Math.max(last / 1e3, from / 1e3 + SHORTEST_SPAN_SECONDS)];
}

function sentence(soak, engines, shown) {
  const newest = shown.map(engine => {
    const {history} = engine.run;
    const i = history.endMillis.length - 1;
    return i < 0 || history.p99Nanos[i] === null ? null : {label: engine.label, p99: history.p99Nanos[i], n: history.n[i]};
  }).filter(Boolean).sort((a, b) => b.p99 - a.p99);
  if (!newest.length) return '';
  const [top] = newest;
  const bottom = newest.at(-1);
  const old = engines.some(e => e.run.history.seconds.some(s => s > 30));
  return `Newest panes: p99 is highest for ${top.label} (${duration(top.p99)}, n ${count(top.n)})`
    + (newest.length > 1 ? ` and lowest for ${bottom.label} (${duration(bottom.p99)}, n ${count(bottom.n)}).` : '.')
    + (old ? ' Before the last hour each point is the highest 10 s value of its interval.' : '');
}

function legend(engines, hidden) {
  show(byId('time-legend'),
    engines.map(engine => h('button', {
      type: 'button', class: 'chip', id: `chip-${engine.index}`, 'aria-pressed': String(!hidden.has(engine.label)),
      title: 'show or hide', onclick: () => view.toggle(engine.label)}, engineName(engine))),
    h('span', {class: 'key'}, h('i', {class: 'line solid'}), 'p99'),
    h('span', {class: 'key'}, h('i', {class: 'line dashed'}), 'p50'),
    h('span', {class: 'key muted'}, 'of each 10 s pane'));
}

let latest = [];
const updateTable = lazyTable(byId('time-table'), () => table('Newest panes of each engine',
  ['Time', 'Engine', 'n', 'p50', 'p90', 'p99', 'p99.9', 'max'].map((name, i) => ({name, right: i > 1})),
  latest.flatMap(({run, label}) => run.history.endMillis.map((end, i) => ({end, label, i, t: run.history})))
    .sort((a, b) => b.end - a.end || a.label.localeCompare(b.label)).slice(0, 60)
    .map(({end, label, i, t}) => [clock(end), label, count(t.n[i]),
      ...['p50Nanos', 'p90Nanos', 'p99Nanos', 'p999Nanos'].map(name => quantileOf(t[name][i], t.n[i])), duration(t.maxNanos[i])])));

export function timeChart(soak, engines) {
  const container = byId('time-plot');
  const hidden = view.hidden();
  const shown = engines.filter(engine => !hidden.has(engine.label));
  const range = timeRange(shown);
  legend(engines, hidden);
  latest = shown;
  updateTable(range !== null);
  say(byId('time-s'), sentence(soak, engines, shown));
  if (!range || !window.uPlot) {
    plot?.destroy();
    plot = null;
    drawnFor = '';
    show(container, h('p', {class: 'empty'}, engines.length ? 'The first pane closes after ten seconds.' : 'Nothing to draw yet.'));
    return;
  }
  const width = Math.max(260, container.clientWidth);
  drawn = {engines: shown, marks: marks(soak, shown), bands: bands(soak, shown), range,
    labelRoom: nameWidth(shown.map(engine => engine.label), width / 4)};
  const data = align(shown, range[0] * 1e3 - 60e3);
  const height = width < 520 ? 260 : 300;
  const logarithmic = view.get('scale') === 'log';
  const seen = drawn.marks.filter(mark => mark.atMillis >= range[0] * 1e3).length;
  const top = seen ? 6 + MARK_ROW * Math.min(MARK_ROWS, seen) : 10;
  const wanted = JSON.stringify([shown.map(e => [e.label, e.index]), width, height, logarithmic, top, colour('--bg')]);
  if (plot && wanted === drawnFor) {
    plot.setData(data);
    return;
  }
  plot?.destroy();
  readout = h('div', {class: 'readout', hidden: true});
  show(container, readout);
  plot = new window.uPlot(options(shown, width, height, logarithmic, top), data, container);
  drawnFor = wanted;
}
