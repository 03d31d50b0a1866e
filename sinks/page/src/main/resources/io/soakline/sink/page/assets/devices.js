// What the device's sensors say, and which of them it does not offer.

import {h, svg, show, say, byId, table, lazyTable} from './dom.js';
import {ago, count, quantity, reading} from './format.js';

const SPARK = {width: 150, height: 34};
const ORDER = ['cpuUtilisation', 'gpuUtilisation', 'frequency', 'temperature', 'power', 'energy', 'cpuPressure', 'cpuSteal', 'runQueueWait', 'throttle'];
/** Two rows; the rest stands in the table. */
const MOST_TILES = 6;

function unitOf(channel) {
  const [words, unit] = quantity(channel.quantity);
  if (!channel.counter) return [words, unit];
  // A counter is shown as its rate: joules per second are watts.
  return unit === 'J' ? [words.replace(/^Energy$/, 'Power').replace(/energy/i, 'power'), 'W'] : [words, unit ? `${unit}/s` : '/s'];
}

function spark(channel, low, high) {
  const {width, height} = SPARK;
  const first = channel.endMillis[0];
  const span = Math.max(60e3, channel.endMillis.at(-1) - first);
  const x = end => 1 + (width - 2) * (end - first) / span;
  const y = value => height - 3 - (height - 6) * (high > low ? (value - low) / (high - low) : .5);
  let path = '';
  channel.endMillis.forEach((end, i) => {
    const gap = i === 0 || end - channel.endMillis[i - 1] > 25e3;
    path += `${gap ? 'M' : 'L'}${x(end).toFixed(1)} ${y(channel.mean[i]).toFixed(1)}`;
  });
  const last = channel.endMillis.length - 1;
  return svg('svg', {viewBox: `0 0 ${width} ${height}`, width, height, class: 'spark', 'aria-hidden': 'true', preserveAspectRatio: 'none'},
    svg('path', {d: path}), svg('circle', {cx: x(channel.endMillis[last]), cy: y(channel.mean[last]), r: 2}));
}

/** Utilisation fills its scale at 100 %; elsewhere a tenth of the value is the least that fills it, so that noise stays small. */
function scale(channel) {
  if (/utilisationPercent$/i.test(channel.quantity)) return [0, 100];
  const low = Math.min(...channel.mean);
  const high = Math.max(...channel.mean);
  const short = Math.max(0, Math.abs(high) / 10 - (high - low));
  return [low - short / 2, high + short / 2];
}

function tile(channels) {
  const withValues = channels.filter(channel => channel.endMillis.length);
  const [lead] = withValues;
  const [words, unit] = unitOf(lead);
  const [low, high] = scale(lead);
  const peak = Math.max(...lead.max);
  return h('div', {class: 'tile'},
    h('span', {class: 'name'}, words, ' ', h('small', null, lead.sensor)),
    h('b', {class: 'num'}, reading(lead.last, unit)),
    spark(lead, low, high),
    h('small', null, `peak ${reading(peak, unit)}`
      + (withValues.length > 1 ? ` · ${withValues.length - 1} more in the table` : '')));
}

let latest = [];
const updateTable = lazyTable(byId('devices-table'), () => table('Newest readings',
  [{name: 'Quantity'}, {name: 'Sensor'}, {name: 'Device'}, {name: 'Last', right: true}, {name: 'Peak of the hour', right: true}, {name: 'Not offered because', long: true}],
  latest.flatMap(device => device.channels.map(channel => {
    const [words, unit] = unitOf(channel);
    return [words, channel.sensor, device.device, reading(channel.last, unit),
      channel.max.length ? reading(Math.max(...channel.max), unit) : '–', channel.notOffered ?? ''];
  }))));

export function devices(soak) {
  const all = [...soak.devices.values()];
  latest = all;
  updateTable(all.length > 0);
  const body = byId('devices-body');
  if (!all.length) {
    say(byId('devices-s'), '');
    show(body, h('p', {class: 'empty'}, 'No sensor has reported yet.'));
    return;
  }
  const rank = name => { const i = ORDER.findIndex(prefix => name.startsWith(prefix)); return i < 0 ? ORDER.length : i; };
  show(body, all.map(device => {
    const groups = new Map();
    for (const channel of device.channels) groups.set(channel.quantity, [...(groups.get(channel.quantity) ?? []), channel]);
    const sorted = [...groups].sort(([a], [b]) => rank(a) - rank(b));
    const live = sorted.filter(([, channels]) => channels.some(c => c.endMillis.length));
    const offered = live.slice(0, MOST_TILES).map(([, channels]) => tile(channels));
    const missing = sorted.flatMap(([, channels]) => channels.filter(c => c.notOffered));
    return [
      all.length > 1 ? h('h3', null, device.device) : null,
      h('div', {class: 'tiles'}, offered),
      live.length > MOST_TILES ? h('p', {class: 'sentence'}, `${count(live.length - MOST_TILES)} more quantities in the table.`) : null,
      missing.length ? h('ul', {class: 'missing'}, missing.map(c => h('li', null, h('b', null, unitOf(c)[0]), ` (${c.sensor}) not offered: ${c.notOffered}`))) : null,
    ];
  }));
  const newest = all.reduce((a, b) => a.lastSampleMillis > b.lastSampleMillis ? a : b);
  say(byId('devices-s'), `${all.length === 1 ? newest.device : `${all.length} devices`}, ${count(all.reduce((sum, d) => sum + d.channels.length, 0))} channels, last sample ${ago(soak.now() - newest.lastSampleMillis)} ago.`);
}
