// Numbers and times for people. Unknown is an en dash, never zero.

export const UNKNOWN = '–';

const whole = new Intl.NumberFormat('en-US');

export const count = value => value === null || value === undefined ? UNKNOWN : whole.format(value);

function significant(value) {
  return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

/** Nanoseconds with three significant digits and the unit that suits. */
export function duration(nanos) {
  if (nanos === null || nanos === undefined) return UNKNOWN;
  if (nanos < 1000) return `${Math.round(nanos)} ns`;
  let value = nanos / 1e3;
  for (const unit of ['µs', 'ms']) {
    if (value < 999.5) return `${significant(value)} ${unit}`;
    value /= 1e3;
  }
  return `${significant(value)} s`;
}

/** A quantile that is missing although there are samples was refused for want of them. */
export const quantileOf = (nanos, n) => nanos === null && n > 0 ? 'n too small' : duration(nanos);

/** For axes: no more digits than the value needs. */
export function axisDuration(nanos) {
  return duration(nanos).replace(/(\.\d*?)0+ /, '$1 ').replace('. ', ' ');
}

/** A small upper bound: one significant digit, rounded up. */
export function bound(share) {
  if (share === null || share === undefined) return UNKNOWN;
  if (share >= 0.01) return percent(share);
  const digits = Math.min(20, Math.max(0, -Math.floor(Math.log10(share * 100))));
  const scale = 10 ** digits;
  return `${(Math.ceil(share * 100 * scale - 1e-9) / scale).toFixed(digits)} %`;
}

/** Only 1 itself prints as 100 %. */
export function percent(share) {
  if (share === null || share === undefined) return UNKNOWN;
  if (share === 1) return '100 %';
  const value = share * 100;
  const text = value.toFixed(value !== 0 && Math.abs(value) < 9.995 ? 2 : 1);
  return `${text === '100.0' ? '>99.9' : text === '0.0' ? '0' : text} %`;
}

export function small(value) {
  if (value === null || value === undefined) return UNKNOWN;
  if (value === 0) return '0';
  return Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
}

const pad = n => String(n).padStart(2, '0');

export function clock(millis) {
  const t = new Date(millis);
  return `${pad(t.getHours())}:${pad(t.getMinutes())}:${pad(t.getSeconds())}`;
}

export function moment(millis, nowMillis) {
  const t = new Date(millis);
  const today = new Date(nowMillis).toDateString() === t.toDateString();
  return today ? clock(millis) : `${t.getFullYear()}-${pad(t.getMonth() + 1)}-${pad(t.getDate())} ${clock(millis)}`;
}

/** 4 s, 3 min, 2 h, 5 d. */
export function ago(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
}

/** 03:12:44, with days in front when there are any. */
export function elapsed(millis) {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  const days = Math.floor(seconds / 86400);
  return `${days ? `${days} d ` : ''}${pad(Math.floor(seconds / 3600) % 24)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

/** A quantity whose name ends in its unit, as [words, unit]. */
export function quantity(name) {
  const units = [['Percent', '%'], ['Celsius', '°C'], ['Megahertz', 'MHz'], ['Milliwatts', 'mW'], ['Watts', 'W'],
    ['Joules', 'J'], ['MebiBytes', 'MiB'], ['Mebibytes', 'MiB'], ['Bytes', 'B'], ['Microseconds', 'µs'], ['Nanos', 'ns'], ['Count', '']];
  const words = text => text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
    .replace(/\bcpu\b/g, 'CPU').replace(/\bgpu\b/g, 'GPU').replace(/^./, c => c.toUpperCase());
  for (const [suffix, unit] of units) {
    if (name.endsWith(suffix) && name.length > suffix.length) return [words(name.slice(0, -suffix.length)), unit];
  }
  return [words(name), ''];
}

export function reading(value, unit) {
  if (value === null || value === undefined) return UNKNOWN;
  const text = Math.abs(value) >= 1000 ? count(Math.round(value)) : String(Number(value.toPrecision(3)));
  return unit ? `${text} ${unit}` : text;
}

/** A cause as people call it: CPU_PRESSURE is CPU pressure. */
export function causeWords(name) {
  if (name === 'ENGINE') return 'the engine itself';
  return /^[A-Z_]+$/.test(name) ? name.toLowerCase().replaceAll('_', ' ').replace(/^cpu\b/, 'CPU') : name;
}
