// Small helpers for building the page: elements, calls, times.

/* el('p.note', {title: 'x'}, child, ...): children are nodes or texts. */
export function el(spec, attributes = {}, ...children) {
  const [tag, ...classes] = spec.split('.');
  const node = document.createElement(tag || 'div');
  if (classes.length) node.className = classes.join(' ');
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== 'string') node[name] = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

export async function call(path, body) {
  const reply = await fetch('/control/' + path, body === undefined ? {} : {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  const answer = await reply.json();
  if (answer.ok === false) throw new Error(answer.error);
  return answer;
}

export function toast(text, kind = 'info') {
  const node = el('div.toast.' + kind, {}, text);
  document.getElementById('toasts').append(node);
  setTimeout(() => node.remove(), 4500);
}

/* Runs something that may fail and tells the person. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message, 'bad');
    return null;
  }
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
const whole = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

export const timeOf = (seconds) => clock.format(seconds * 1000);
export const dayOf = (seconds) => day.format(seconds * 1000);
export const momentOf = (seconds) => whole.format(seconds * 1000);

export function initials(name) {
  return name.split(' ').map((word) => word[0]).slice(0, 2).join('');
}

export function icon(name) {
  const node = el('span.icon', { 'aria-hidden': 'true' });
  node.innerHTML = ICONS[name];
  return node;
}

const stroke = (path) => `<svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${path}</svg>`;
const ICONS = {
  mega: stroke('<path d="M3.5 8.2v3.6l2.3.3L14.5 15V5L5.8 7.9zM7 12.3l.8 3.9h1.9l-.8-3.3M16.8 8.6v2.8"/>'),
  eye: stroke('<path d="M2 10s2.9-5 8-5 8 5 8 5-2.9 5-8 5-8-5-8-5z"/><circle cx="10" cy="10" r="2.2"/>'),
  smile: stroke('<circle cx="10" cy="10" r="7"/><path d="M7 11.7c.7 1.3 1.8 2 3 2s2.300-.7 3-2"/><path d="M7.600 8v.1M12.400 8v.1"/>'),
  dots: '<svg viewBox="0 0 20 20" fill="currentColor"><circle cx="10" cy="4.500" r="1.500"/><circle cx="10" cy="10" r="1.500"/><circle cx="10" cy="15.500" r="1.500"/></svg>',
  link: stroke('<path d="M8.500 11.500a3 3 0 0 0 4.300 0l2.600-2.600a3 3 0 0 0-4.300-4.300l-.8.800M11.500 8.500a3 3 0 0 0-4.300 0l-2.600 2.600a3 3 0 0 0 4.300 4.300l.8-.8"/>'),
  lock: stroke('<rect x="5" y="9" width="10" height="7" rx="1.500"/><path d="M7 9V6.800a3 3 0 0 1 6 0V9"/>'),
  clock: stroke('<circle cx="10" cy="10" r="7"/><path d="M10 6v4.200l2.600 1.600"/>'),
  pen: stroke('<path d="M4 16l.8-3.200L13 4.600a1.500 1.500 0 0 1 2.400 2.200L7.200 15.200z"/>'),
  people: stroke('<circle cx="8" cy="7.500" r="2.700"/><path d="M3 16c.3-3 2.300-4.600 5-4.600s4.700 1.600 5 4.600M13 5.200a2.500 2.500 0 0 1 0 4.700M14.500 12c1.500.6 2.300 2 2.500 4"/>'),
  globe: stroke('<circle cx="10" cy="10" r="7"/><path d="M3 10h14M10 3c2.200 2.100 3 4.500 3 7s-.8 4.900-3 7c-2.200-2.100-3-4.500-3-7s.8-4.900 3-7z"/>'),
  share: stroke('<path d="M12 4l4.500 4L12 12V9.600C8 9.600 5.500 11 4 14c.3-4.500 3-7.400 8-7.700z"/>'),
};
