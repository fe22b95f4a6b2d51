// Behind the scenes: what a demo needs beside the chat. The blog, the browser
// that opens composers, readers outside, and the clock.
import { attempt, call, el, icon, momentOf, toast } from './dom.js';
import { lay, lift } from './ask.js';

const IDEAS = [
  ['We ship 2.0: backups that test themselves',
    'Restores are rehearsed every night now, and the report lands in your inbox.'],
  ['Meet our apprentices', 'Four people, four ways into software, and what they taught us.'],
  ['Why we publish our outages', 'Last year had nine of them. Here is what each one changed.'],
  ['A quieter on-call', 'How we cut night pages by two thirds without looking away.'],
];

const links = [];           // what people shared: {who, network, link, readers}
let built = null;
let idea = 0;

export function panel(state, me) {
  if (!built) build();
  built.now.textContent = momentOf(state.now);
  built.moved.hidden = Math.abs(state.offset_ms) < 60000;
  built.entries.replaceChildren(...state.entries.map((e) => el('li', {},
    el('a', { href: e.url, target: '_blank' }, e.title),
    el('button.quiet', { type: 'button', title: 'Take it off the blog', onclick: () => attempt(() => call('withdraw', { title: e.title })) }, 'withdraw'))));
  built.me = me;
}

function build() {
  const title = el('input', { type: 'text', id: 'entry-title', 'aria-label': 'Title', value: IDEAS[0][0] });
  const summary = el('textarea', { rows: '3', id: 'entry-summary', 'aria-label': 'Summary' });
  summary.value = IDEAS[0][1];
  built = { now: el('b', { id: 'now' }), moved: el('span.moved', {}, 'moved'), entries: el('ul.entries'), shared: el('div.shared') };
  const publish = async () => {
    const done = await attempt(() => call('publish', { title: title.value, summary: summary.value }));
    if (!done) return;
    toast('Published. The bot reads the feed within seconds.');
    idea = (idea + 1) % IDEAS.length;
    [title.value, summary.value] = IDEAS[idea];
  };
  const move = (by, label) => el('button.plain', { type: 'button', 'data-by': by,
    onclick: () => attempt(() => call('clock', { by })) }, label);
  document.getElementById('panel').replaceChildren(
    el('h1', {}, 'Behind the scenes'),
    card('pen', 'The company blog', el('p', {}, 'What is published here reaches the bot through the blog’s feed.'),
      title, summary, el('button.primary', { type: 'button', id: 'publish', onclick: publish }, 'Publish'), built.entries),
    card('globe', 'Readers outside', built.shared),
    card('clock', 'The clock', el('p.now', {}, built.now, built.moved),
      el('div.buttons', {}, move('1h', '+1 hour'), move('2d', '+2 days'), move('7d', '+1 week'))));
  sharedList();
}

function card(sign, name, ...children) {
  return el('section.card', {}, el('h2', {}, icon(sign), name), ...children);
}

function sharedList() {
  built.shared.replaceChildren(...(links.length ? links.map(sharedRow) : [el('p', {},
    'When somebody posts, their link appears here, and you can follow it as the people who read the post.')]));
}

function sharedRow(entry) {
  const result = el('p.result');
  const readers = (count) => async () => {
    let last = null;
    for (let i = 0; i < count; i += 1) {
      entry.readers += 1;
      last = await attempt(() => call('follow', { url: entry.link, reader: entry.readers }));
    }
    tell(last);
  };
  const robot = async () => tell(await attempt(() => call('follow', { url: entry.link, reader: 90, agent: 'linkedinbot' })));
  const tell = (reply) => {
    if (!reply) return;
    count.textContent = countWords(entry);
    result.replaceChildren(el('b', {}, `${reply.status} `), reply.location ? `to ${reply.location}` : 'no way on');
  };
  const count = el('span', {}, countWords(entry));
  return el('div.link', {},
    el('div.who', {}, el('b', {}, entry.who), ` on ${entry.network}`, count),
    el('code', { title: entry.link }, entry.link.replace(/^https?:\/\//, '')),
    el('div.buttons', {},
      el('button.plain', { type: 'button', 'data-readers': '1', onclick: readers(1) }, 'A reader follows'),
      el('button.plain', { type: 'button', 'data-readers': '5', onclick: readers(5) }, 'Five readers'),
      el('button.plain', { type: 'button', onclick: robot }, 'A robot')),
    result);
}

const countWords = (entry) => (entry.readers ? `${entry.readers} followed it` : 'not followed yet');

/* A window as a browser would open it: the network's composer, filled in. */
export function browser(who, opened, url) {
  if (!opened) return;
  const found = opened.composer;
  const address = found ? found.url : opened.location ?? url;
  const body = found ? composer(who, found) : page(opened);
  lay(el('div.browser', { role: 'dialog', 'aria-modal': 'true', 'aria-label': 'Browser' },
    el('header', {}, el('span.lights', {}, el('i'), el('i'), el('i')), el('code', { title: address }, address),
      el('button.close', { type: 'button', 'aria-label': 'Close', onclick: lift }, '×')),
    body));
}

function page(opened) {
  if (opened.location) return el('div.page', {}, el('p', {}, 'The browser is sent on to'), el('p', {}, el('code', {}, opened.location)));
  const frame = el('iframe', { sandbox: '', title: 'Page' });
  frame.srcdoc = opened.body;
  return frame;
}

function composer(who, found) {
  const post = () => {
    lift();
    if (found.link && !links.some((l) => l.link === found.link)) {
      links.unshift({ who: who[0].toUpperCase() + who.slice(1), network: found.network, link: found.link, readers: 0 });
      sharedList();
    }
    toast(`Posted on ${found.network}, as far as this demo goes.`);
  };
  return el('div.composer', { 'data-network': found.network },
    el('div.network', {}, found.network),
    found.subject && el('p.subject', {}, 'Subject: ', el('b', {}, found.subject)),
    el('div.caption', {}, found.text ? marked(found) : el('em', {}, 'This network takes no text; it shows the page’s own card.')),
    !found.text.includes(found.link ?? ' ') && el('p.linked', {}, el('span.mark.link', {}, found.link)),
    el('div.legend', {}, el('span.mark.disclosure', {}, 'disclosure'), el('span.mark.link', {}, 'their own short link')),
    el('div.feet', {}, el('p', {}, 'Nothing is posted until they press this.'),
      el('button.primary', { type: 'button', id: 'post', onclick: post }, 'Post')));
}

/* The text with its disclosure and link pointed out. */
function marked(found) {
  const pieces = [];
  let rest = found.text;
  const points = [['disclosure', found.disclosure], ['link', found.link]].filter(([, t]) => t && rest.includes(t))
    .sort((a, b) => rest.indexOf(a[1]) - rest.indexOf(b[1]));
  for (const [name, text] of points) {
    const at = rest.indexOf(text);
    if (at < 0) continue;
    pieces.push(rest.slice(0, at), el('span.mark.' + name, {}, text));
    rest = rest.slice(at + text.length);
  }
  return el('p', {}, ...pieces, rest);
}
