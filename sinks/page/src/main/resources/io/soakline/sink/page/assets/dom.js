// The only place that makes elements. Text goes in as text nodes: nothing that a record says is ever read as markup.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

export const byId = id => document.getElementById(id);

/** Replaces the children; keeps the keyboard where it was when the focused element has an id. */
export function show(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.id : '';
  element.replaceChildren(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  if (focused) byId(focused)?.focus({preventScroll: true});
}

/** Sets text only where it changed, so that selections and screen readers are left alone. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A table: {@code columns} are {name, right, long}, {@code rows} arrays of text or nodes, the first cell a row heading. */
export function table(caption, columns, rows) {
  const align = column => column.right ? 'r' : null;
  return h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption},
    h('table', {class: 'plain'},
      h('caption', {class: 'hidden'}, caption),
      h('thead', null, h('tr', null, columns.map(column => h('th', {scope: 'col', class: align(column)}, column.name)))),
      h('tbody', null, rows.map(row => h('tr', null, row.map((cell, i) => i === 0
        ? h('th', {scope: 'row'}, cell)
        : h('td', {class: columns[i].long ? 'long' : align(columns[i])}, cell)))))));
}

/** The "show table" of a chart: made when it is open, remade when told, hidden without rows. */
export function lazyTable(details, make) {
  const body = details.querySelector('div');
  const update = () => { if (details.open) show(body, make()); };
  details.addEventListener('toggle', update);
  return hasRows => {
    details.hidden = !hasRows;
    update();
  };
}
