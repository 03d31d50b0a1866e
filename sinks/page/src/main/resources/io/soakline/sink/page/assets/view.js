// What the reader chose. Kept in the address, so that the address gives the same view again; the theme stays in the browser.

const CHOICES = {
  window: {default: '1h', values: ['15m', '1h', 'all']},
  scale: {default: 'log', values: ['log', 'linear']},
  counts: {default: 'log', values: ['log', 'linear']},
  runs: {default: 'current', values: ['current', 'all']},
};

export const WINDOW_MILLIS = {'15m': 15 * 60e3, '1h': 3600e3, all: Infinity};

const listeners = [];
const parameters = () => new URLSearchParams(location.search);

export const view = {
  paused: false,
  get(name) {
    const value = parameters().get(name);
    return CHOICES[name].values.includes(value) ? value : CHOICES[name].default;
  },
  set(name, value) {
    const all = parameters();
    if (value === CHOICES[name].default) all.delete(name); else all.set(name, value);
    const query = all.toString();
    history.replaceState(null, '', query ? `?${query}` : location.pathname);
    this.changed();
  },
  hidden() {
    return new Set((parameters().get('hide') ?? '').split(',').filter(Boolean));
  },
  toggle(label) {
    const hidden = this.hidden();
    if (!hidden.delete(label)) hidden.add(label);
    const all = parameters();
    if (hidden.size) all.set('hide', [...hidden].join(',')); else all.delete('hide');
    const query = all.toString();
    history.replaceState(null, '', query ? `?${query}` : location.pathname);
    this.changed();
  },
  onChange(listener) { listeners.push(listener); },
  changed() { listeners.forEach(listener => listener()); },
};

/** Radio buttons that look like one control. */
export function segmented(fieldset, name, labels, h) {
  const inputs = CHOICES[name].values.map(value => h('input', {
    type: 'radio', name: `choice-${name}`, value, id: `${name}-${value}`,
    onchange: () => view.set(name, value),
  }));
  inputs.forEach(input => { input.checked = input.value === view.get(name); });
  fieldset.append(...inputs.flatMap((input, i) => [input, h('label', {for: input.id}, labels[i])]));
}

const THEMES = ['auto', 'light', 'dark'];

function storedTheme() {
  try {
    const stored = localStorage.getItem('soakline-theme');
    return THEMES.includes(stored) ? stored : 'auto';
  } catch {
    return 'auto'; // storage may be switched off
  }
}

export function themeButton(button) {
  const apply = theme => {
    document.documentElement.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
  };
  apply(storedTheme());
  button.addEventListener('click', () => {
    const next = THEMES[(THEMES.indexOf(storedTheme()) + 1) % THEMES.length];
    try {
      localStorage.setItem('soakline-theme', next);
    } catch {
      // It then lasts as long as the page.
    }
    apply(next);
    view.changed();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => view.changed());
}

export const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
