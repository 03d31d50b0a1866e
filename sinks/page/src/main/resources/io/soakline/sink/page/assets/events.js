// The connection: the state once, then the events after it. EventSource itself comes back with Last-Event-ID; when the
// server no longer holds that place it says "resync", and the state is fetched anew.

const TYPES = ['run', 'window', 'pane', 'agreement', 'alert', 'device', 'stage', 'mark', 'feed', 'deadletter'];
const RETRY_MILLIS = 2000;
/** The server rolls its history up; taking it over now and then keeps this tab's memory flat. */
const REFRESH_MILLIS = 10 * 60e3;

export function connect(soak, {changed, status}) {
  let source = null;
  let refresh = 0;

  async function start() {
    clearTimeout(refresh);
    source?.close();
    try {
      const response = await fetch('/api/state', {cache: 'no-store'});
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      soak.load(await response.json());
      listen(soak.config.lastEventId);
      changed('state');
      refresh = setTimeout(start, REFRESH_MILLIS);
    } catch {
      status('RECONNECTING');
      setTimeout(start, RETRY_MILLIS);
    }
  }

  function listen(after) {
    source = new EventSource(`/events?after=${encodeURIComponent(after)}`);
    for (const type of TYPES) {
      source.addEventListener(type, event => {
        soak.apply(type, JSON.parse(event.data));
        changed(type);
      });
    }
    source.addEventListener('resync', start);
    source.addEventListener('open', () => status('CONNECTED'));
    source.addEventListener('error', () => {
      status('RECONNECTING');
      // The browser tries again by itself, unless the server refused.
      if (source.readyState === EventSource.CLOSED) setTimeout(start, RETRY_MILLIS);
    });
  }

  start();
}
