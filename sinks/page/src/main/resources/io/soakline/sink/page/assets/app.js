// Puts the page together: one model, one connection, and panels that are redrawn when something they show has changed.

import {h, byId, say} from './dom.js';
import {elapsed, ago} from './format.js';
import {Soak, lastSeen} from './model.js';
import {connect} from './events.js';
import {view, segmented, themeButton} from './view.js';
import {verdicts} from './verdicts.js';
import {timeChart} from './timechart.js';
import {histogram} from './histogram.js';
import {agreement} from './agreement.js';
import {devices} from './devices.js';
import {stages, alerts, firing, ledger, about} from './progress.js';

const REDRAW_MILLIS = 500;
const ANNOUNCE_MILLIS = 10e3;

const soak = new Soak();
let connection = 'CONNECTING';
let scheduled = 0;
let drawnAt = 0;
let held = 0;
let announced = {text: '', at: 0};

function redraw() {
  scheduled = 0;
  drawnAt = performance.now();
  const engines = soak.engines(view.get('runs') === 'all');
  const preparing = stages(soak, engines);
  const worst = verdicts(soak, engines, firing(soak, engines));
  timeChart(soak, engines);
  agreement(soak, engines);
  histogram(soak, engines);
  devices(soak);
  alerts(soak, engines);
  ledger(soak, engines);
  about(engines);
  heading(engines, preparing, worst);
}

function schedule() {
  if (view.paused) {
    held++;
    say(byId('pause'), `Resume (${held})`);
    return;
  }
  if (scheduled) return;
  const wait = Math.max(0, REDRAW_MILLIS - (performance.now() - drawnAt));
  scheduled = setTimeout(() => requestAnimationFrame(redraw), wait);
}

function phase(engines, preparing) {
  if (connection !== 'CONNECTED') return connection;
  if (soak.feed.state === 'lost') return 'LOG LOST';
  if (!engines.length) return preparing || soak.stages.length ? 'PREPARING' : soak.feed.state === 'reading' ? 'READING' : 'WAITING';
  if (engines.every(engine => engine.run.about.end)) return 'ENDED';
  const words = engines.filter(engine => !engine.run.about.end).map(engine => engine.state.word);
  return words.every(word => word === 'STALE') ? 'STALE' : 'LIVE';
}

function heading(engines, preparing, worst) {
  const models = [...new Set(engines.map(engine => engine.run.about.model))];
  const hosts = [...new Set(engines.map(engine => engine.run.about.device))];
  say(byId('what'), engines.length
    ? `${models.length === 1 ? models[0] : `${models.length} models`} on ${hosts.length === 1 ? hosts[0] : `${hosts.length} devices`}` : '');
  document.title = engines.length ? `${worst} – Soakline` : 'Soakline';
  const text = engines.length ? byId('verdicts-s').textContent : '';
  if (text !== announced.text && performance.now() - announced.at > ANNOUNCE_MILLIS) {
    announced = {text, at: performance.now()};
    say(byId('announce'), text);
  }
  tick();
}

/** Once a second: age and elapsed time, which move without any event. */
function tick() {
  const engines = soak.engines(view.get('runs') === 'all');
  const now = phase(engines, soak.stages.some(stage => stage.state === 'running'));
  say(byId('phase'), now);
  document.documentElement.dataset.phase = now.toLowerCase().replace(' ', '-');
  const seen = engines.map(engine => lastSeen(engine.run));
  const newest = Math.max(...seen);
  say(byId('age'), soak.feed.state === 'lost' ? soak.feed.detail
    : engines.length && now !== 'ENDED' ? `newest pane ended ${ago(soak.now() - newest)} ago` : '');
  if (engines.length) {
    const start = Math.min(...engines.map(engine => engine.run.about.startedAtMillis));
    say(byId('elapsed'), elapsed((now === 'ENDED' ? newest : soak.now()) - start));
  } else if (soak.stages.length) {
    say(byId('elapsed'), elapsed(soak.now() - soak.pageStartedAtMillis));
  }
}

segmented(byId('window'), 'window', ['15 min', '1 h', 'all'], h);
segmented(byId('scale'), 'scale', ['log', 'linear'], h);
segmented(byId('counts'), 'counts', ['log', 'linear'], h);
themeButton(byId('theme'));
byId('pause').addEventListener('click', () => {
  view.paused = !view.paused;
  held = 0;
  byId('pause').setAttribute('aria-pressed', String(view.paused));
  say(byId('pause'), view.paused ? 'Resume' : 'Pause');
  if (!view.paused) redraw();
});
view.onChange(redraw);
new ResizeObserver(() => { if (!scheduled && !view.paused) schedule(); }).observe(document.querySelector('main'));
setInterval(() => {
  if (!view.paused) tick();
}, 1000);
setInterval(() => {
  if (!view.paused) schedule();
}, 15e3);
connect(soak, {
  changed: schedule,
  status: state => {
    connection = state;
    tick();
  },
});
redraw();
