// What is being prepared, what went wrong, what is running, and the ledger.

import {h, svg, show, say, byId, lazyTable, table} from './dom.js';
import {ago, causeWords, count, clock, duration, moment, small, UNKNOWN} from './format.js';

function bar(stage) {
  const known = stage.fraction !== null;
  const percent = Math.round((stage.fraction ?? 0) * 100);
  return h('div', {class: 'stage', 'data-state': stage.state},
    h('span', {class: 'name'}, stage.name),
    h('div', {class: 'bar', role: 'progressbar', 'aria-label': stage.name, 'aria-valuemin': 0, 'aria-valuemax': 100,
      'aria-valuenow': known ? percent : null},
    svg('svg', {viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true', class: known ? null : 'unknown'},
      svg('rect', {x: 0, y: 0, width: known ? percent : 100, height: 8}))),
    h('span', {class: 'num'}, stage.state === 'failed' ? 'failed' : stage.state === 'done' ? 'done' : known ? `${percent} %` : '…'),
    h('span', {class: 'detail'}, stage.detail));
}

export function stages(soak, engines) {
  const panel = byId('stages');
  const open = soak.stages.filter(stage => stage.state !== 'done');
  // Done stages are of interest until the first engine runs.
  panel.hidden = !soak.stages.length || !open.length && engines.length > 0;
  if (panel.hidden) return false;
  const done = soak.stages.length - open.length;
  const failed = open.filter(stage => stage.state === 'failed').length;
  say(byId('stages-s'), `${done} of ${soak.stages.length} done${failed ? `, ${failed} failed` : ''}.`);
  show(byId('stages-body'), soak.stages.map(bar));
  return open.length > failed;
}

/** An alert's size with its interval and unit; a change says its sign. */
export function sizeOf(alert) {
  if (alert.size === null) return '';
  const sign = alert.unit.startsWith('%') && alert.size > 0 ? '+' : '';
  const interval = alert.sizeLow !== null && alert.sizeHigh !== null ? ` [${small(alert.sizeLow)}, ${small(alert.sizeHigh)}]` : '';
  return `${sign}${small(alert.size)}${interval}${alert.unit ? ` ${alert.unit}` : ''}`;
}

function timesOf(alert, now) {
  if (alert.state === 'resolved') return `fired ${clock(alert.sinceMillis)}, resolved after ${ago(alert.updatedAtMillis - alert.sinceMillis)}`;
  return `${alert.state} for ${ago(now - alert.sinceMillis)}`;
}

function changeOf(alert) {
  if (alert.changeAtMillis === null) return '';
  const between = alert.changeFromMillis !== null && alert.changeToMillis !== null
    ? ` (between ${clock(alert.changeFromMillis)} and ${clock(alert.changeToMillis)})` : '';
  return `Began about ${clock(alert.changeAtMillis)}${between}.`;
}

function chanceOf(alert) {
  const rate = alert.expectedByChancePerWeek;
  return rate ? `By chance at most ${small(rate)} such ${rate === 1 ? 'alarm' : 'alarms'} of one engine a week.` : '';
}

function alertRow(alert, soak) {
  const size = sizeOf(alert);
  const causes = alert.causes.length
    ? alert.causes.map(cause => h('small', {class: 'cause'}, h('b', null, `Cause: ${causeWords(cause.cause)}`), cause.evidence ? `, ${cause.evidence}` : ''))
    : alert.causeHint ? h('small', {class: 'cause'}, h('b', null, `Cause: ${alert.causeHint}`)) : null;
  return h('li', {class: `alert ${alert.severity} ${alert.state}`},
    h('time', {class: 'num', datetime: new Date(alert.sinceMillis).toISOString()}, moment(alert.sinceMillis, soak.now())),
    h('span', {class: 'tag'}, alert.state),
    h('span', {class: 'text'}, h('b', null, alert.kind), ' · ', alert.subject, size ? ` · ${size}` : '', h('span', {class: 'muted'}, ` · ${timesOf(alert, soak.now())}`),
      h('small', null, [alert.evidence, changeOf(alert), chanceOf(alert)].filter(Boolean).join(' ')), causes));
}

const since = (soak, engines) => Math.min(soak.pageStartedAtMillis, ...engines.map(engine => engine.run.about.startedAtMillis));

/** Alerts about the runs shown, and those about no run since they began. */
export function alertsOf(soak, engines) {
  const known = new Set(engines.map(engine => engine.run.about.run));
  return soak.alerts.filter(alert => alert.run === null ? alert.updatedAtMillis >= since(soak, engines) : known.has(alert.run));
}

export const firing = (soak, engines) => alertsOf(soak, engines).filter(alert => alert.state === 'firing').length;

const URGENCY = ['firing', 'pending', 'resolved'];

export function alerts(soak, engines) {
  const start = since(soak, engines);
  const all = alertsOf(soak, engines)
    .sort((a, b) => URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state) || b.sinceMillis - a.sinceMillis);
  const marks = [...soak.marks].reverse().map(mark => h('li', {class: 'alert mark'},
    h('time', {class: 'num', datetime: new Date(mark.atMillis).toISOString()}, moment(mark.atMillis, soak.now())),
    h('span', {class: 'tag'}, 'event'), h('span', {class: 'text'}, mark.label)));
  const letters = soak.deadLetters.newest.filter(letter => letter.atMillis >= start).reverse().slice(0, 5).map(letter => h('li', {class: 'alert mark'},
    h('time', {class: 'num', datetime: new Date(letter.atMillis).toISOString()}, moment(letter.atMillis, soak.now())),
    h('span', {class: 'tag'}, 'unreadable'),
    h('span', {class: 'text'}, `${letter.topic}-${letter.partition} offset ${letter.offset}`, h('small', null, letter.reason))));
  const rows = [...all.map(alert => alertRow(alert, soak)), ...letters, ...marks].slice(0, 40);
  const now = firing(soak, engines);
  const over = all.filter(alert => alert.state === 'resolved').length;
  say(byId('events-s'), (now ? `${count(now)} firing now` : 'Nothing is firing') + (over ? `, ${count(over)} resolved.` : '.'));
  show(byId('events-body'), rows.length ? h('ul', {class: 'alerts'}, rows) : h('p', {class: 'empty'}, 'No alert has been raised.'));
}

/**
 * Sums over the runs shown. Lost: sequence numbers that were handed out and never arrived, as the panes say once they know;
 * what lies in a pane that is still open is not counted yet.
 */
export function ledger(soak, engines) {
  const sum = name => engines.reduce((total, engine) => total + engine.run.ledger[name], 0);
  const ended = engines.length > 0 && engines.every(engine => engine.run.about.end && engine.run.about.end.produced !== null);
  const announced = engines.reduce((total, engine) => total
    + (engine.run.about.end?.produced ?? engine.run.ledger.highestSequence + 1), 0);
  const lost = sum('missing');
  const open = Math.max(0, announced - sum('paned') - lost);
  // A second copy counts as produced and received, so that produced = received + lost.
  const produced = announced + sum('duplicate');
  const part = (name, value, bad) => h('span', {class: bad ? 'bad' : null}, `${name} `, h('b', {class: 'num'}, count(value)));
  show(byId('ledger'), h('span', {class: 'muted'}, 'Ledger, inferences:'),
    part(ended ? 'produced' : 'produced so far', produced), part('received', sum('received')), part('paned', sum('paned')),
    part('late', sum('late'), sum('late') > 0), part('duplicate', sum('duplicate')), part('lost', lost, lost > 0),
    ended && open ? part('not counted yet', open) : null,
    h('span', {class: 'muted'}, 'records:'), part('unreadable', soak.deadLetters.count + soak.unreadable, soak.deadLetters.count + soak.unreadable > 0));
}

function properties(about) {
  return new Map([['run', about.run], ['engine', about.engine], ['compiler', `${about.compiler} ${about.compilerVersion}`], ['target', about.target],
    ['model', about.model], ['model digest', about.modelDigest], ['inputs', `${count(about.inputs)}, set ${about.inputSetDigest}`], ['device', about.device],
    ['load', about.load.pattern + (about.load.periodNanos ? `, every ${duration(about.load.periodNanos)}, waits by ${about.load.waiting}` : '')],
    ['deadline', about.load.deadlineNanos ? duration(about.load.deadlineNanos) : 'none'],
    ['started', clock(about.startedAtMillis)], ['ended', about.end ? `${clock(about.end.atMillis)}, ${about.end.exit} ${about.end.reason}` : 'not yet'],
    ...Object.entries(about.environment).map(([name, value]) => [`environment: ${name}`, value]),
    ...Object.entries(about.hardware).map(([name, value]) => [`device: ${name}`, value])]);
}

let latest = [];
const updateAbout = lazyTable(byId('about-table'), () => {
  const all = latest.map(engine => properties(engine.run.about));
  const names = [...new Set(all.flatMap(one => [...one.keys()]))];
  return table('Engines, device and environment', [{name: 'Property'}, ...latest.map(engine => ({name: engine.label, long: true}))],
    names.map(name => [name, ...all.map(one => one.get(name) ?? UNKNOWN)]));
});

export function about(engines) {
  latest = engines;
  byId('about').hidden = !engines.length;
  updateAbout(engines.length > 0);
}
