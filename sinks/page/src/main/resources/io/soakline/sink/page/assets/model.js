// The soak as the server told it: one state, then changes. Rolling up is the server's work.

const COLUMNS = ['endMillis', 'seconds', 'n', 'p50Nanos', 'p90Nanos', 'p99Nanos', 'p999Nanos', 'maxNanos'];
const NO_LEDGER = {received: 0, paned: 0, late: 0, duplicate: 0, missing: 0, highestSequence: -1};
const SAME_SOAK_MILLIS = 120e3;

function put(list, item, same) {
  const i = list.findIndex(same);
  if (i >= 0) list.splice(i, 1);
  list.push(item);
}

export class Soak {
  constructor() {
    this.load({
      config: {paneSeconds: 10, tiers: []}, nowMillis: Date.now(), pageStartedAtMillis: Date.now(),
      feed: {state: 'none', detail: ''}, unreadable: 0, stages: [], runs: [], agreements: [], alerts: [], devices: [],
      marks: [], deadLetters: {count: 0, newest: []},
    });
  }

  load(state) {
    Object.assign(this, state);
    this.clockOffset = state.nowMillis - Date.now();
    this.runs = new Map(state.runs.map(run => [run.about.run, run]));
    this.devices = new Map(state.devices.map(device => [device.device, device]));
  }

  /** The server's clock. */
  now() {
    return Date.now() + this.clockOffset;
  }

  apply(type, data) {
    switch (type) {
      case 'run': this.run(data.run).about = data; break;
      case 'window': this.window(data); break;
      case 'pane': {
        const run = this.run(data.run);
        Object.assign(run, {ledger: data.ledger, max: data.max});
        run.lastPaneEndMillis = Math.max(run.lastPaneEndMillis ?? 0, data.endMillis);
        break;
      }
      case 'agreement': put(this.agreements, data, a => a.runA === data.runA && a.runB === data.runB); break;
      case 'alert': put(this.alerts, data, a => a.key === data.key); break;
      case 'device': this.device(data); break;
      case 'stage': {
        const i = this.stages.findIndex(s => s.name === data.name);
        if (i >= 0) this.stages[i] = data; else this.stages.push(data);
        break;
      }
      case 'mark': this.marks.push(data); break;
      case 'feed': this.feed = data; break;
      case 'deadletter': this.deadLetters = data; break;
    }
  }

  run(id) {
    let run = this.runs.get(id);
    if (!run) {
      run = {about: null, windows: {}, history: Object.fromEntries(COLUMNS.map(c => [c, []])), ledger: NO_LEDGER, max: null,
        lastPaneEndMillis: null};
      this.runs.set(id, run);
    }
    return run;
  }

  window(data) {
    const run = this.run(data.run);
    if ((run.windows[data.window]?.endMillis ?? 0) > data.endMillis) return;
    run.windows[data.window] = data;
    if (data.window !== '10s') return;
    const {history} = run;
    const last = history.endMillis.length - 1;
    if (last >= 0 && history.endMillis[last] > data.endMillis) return;
    const at = last >= 0 && history.endMillis[last] === data.endMillis ? last : last + 1;
    const point = {...data, seconds: Math.max(1, Math.round((data.endMillis - data.startMillis) / 1e3))};
    for (const column of COLUMNS) history[column][at] = point[column];
  }

  device(data) {
    const device = this.devices.get(data.device);
    if (!device) {
      this.devices.set(data.device, data);
      return;
    }
    device.lastSampleMillis = data.lastSampleMillis;
    for (const change of data.channels) {
      const channel = device.channels.find(c => c.quantity === change.quantity && c.sensor === change.sensor);
      if (!channel) {
        device.channels.push(change);
        continue;
      }
      Object.assign(channel, {last: change.last, notOffered: change.notOffered});
      change.endMillis.forEach((end, i) => {
        const found = channel.endMillis.lastIndexOf(end);
        const at = found >= 0 ? found : channel.endMillis.length;
        channel.endMillis[at] = end;
        channel.mean[at] = change.mean[i];
        channel.max[at] = change.max[i];
      });
      const surplus = channel.endMillis.length - 360;
      if (surplus > 0) for (const column of ['endMillis', 'mean', 'max']) channel[column].splice(0, surplus);
    }
  }

  /** Runs to show, each with its label and its place in the palette, in order of their start. */
  engines(all) {
    const named = [...this.runs.values()].filter(run => run.about)
      .sort((a, b) => a.about.startedAtMillis - b.about.startedAtMillis || a.about.compiler.localeCompare(b.about.compiler)
        || a.about.run.localeCompare(b.about.run));
    const newest = Math.max(...named.map(run => run.about.startedAtMillis));
    const runs = all ? named : named.filter(run => lastSeen(run) >= newest - SAME_SOAK_MILLIS);
    const labels = label(runs);
    return runs.map((run, index) => ({run, label: labels[index], index, state: this.state(run), whole: whole(run)}));
  }

  /** STALE beats every verdict of a run that has not ended. */
  state(run) {
    if (run.about.end && run.about.end.exit !== 'completed') {
      return {word: 'BROKEN', reason: `the run ended early (${run.about.end.exit}): ${run.about.end.reason || 'no reason given'}`};
    }
    const window = whole(run);
    const age = this.now() - lastSeen(run);
    if (!run.about.end && window && age > staleAfter(run)) {
      return {word: 'STALE', reason: `nothing for ${Math.round(age / 1000)} s; before that ${window.verdict.state}`};
    }
    if (!window) return {word: 'WAITING', reason: 'no pane has closed yet'};
    return {word: window.verdict.state, reason: window.verdict.reason};
  }
}

/** Statistics since the run began; until there are any, of the longest window there is. */
export const whole = run => run.windows.run ?? run.windows['1h'] ?? run.windows['10m'] ?? run.windows['1m'] ?? run.windows['10s'];

export function lastSeen(run) {
  return Math.max(run.about.startedAtMillis, run.about.end?.atMillis ?? 0, run.lastPaneEndMillis ?? 0,
    ...Object.values(run.windows).map(window => window.endMillis));
}

/** Engines take turns, so an interval of silence is normal: three of the usual intervals, and a pane to close, are not. */
function staleAfter(run) {
  return 3 * spacing(run.history.endMillis) + 15e3;
}

/** Usual distance of points, at least one pane. */
export function spacing(ends) {
  const steps = ends.slice(-12).map((end, i, last) => i ? end - last[i - 1] : 0).slice(1).sort((a, b) => a - b);
  return Math.max(10e3, steps.length ? steps[Math.floor(steps.length / 2)] : 0);
}

function label(runs) {
  for (const name of [run => run.about.compiler, run => run.about.engine]) {
    const names = runs.map(name);
    if (new Set(names).size === names.length) return names;
  }
  const seen = new Map();
  return runs.map(({about}) => {
    const name = about.engine;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return seen.get(name) > 1 ? `${name} #${seen.get(name)}` : name;
  });
}
