// The chat: sidebar, messages, box, forms, App Home. State comes whole from
// /control/state whenever the workspace says that something has happened.
import { attempt, call, dayOf, el, icon, initials, timeOf, toast } from './dom.js';
import { PICKER, emoji, know, mrkdwn } from './mrkdwn.js';
import { draw, offer, values } from './blocks.js';
import { lay, lift } from './ask.js';
import { browser, panel } from './panel.js';

const $ = (id) => document.getElementById(id);
const kept = (name, fallback) => sessionStorage.getItem(name) ?? fallback;

let state = null;
let me = kept('me', 'ana');
let place = kept('place', 'news');       // a channel's name, or 'app'
let tab = 'home';                        // of the app: home or messages
let target = null;                       // ts of a permalink
const drawn = {};                        // part -> what it was drawn from
const read = {};                         // person and place -> last ts seen
const met = new Set();                   // people acted as so far

/* Draws a part again only when what it shows has changed. */
function part(name, data, render) {
  const key = JSON.stringify(data);
  if (drawn[name] === key) return;
  drawn[name] = key;
  render();
}

async function refresh() {
  state = await call('state?as=' + me);
  know(state);
  if (!met.has(me)) meet();
  paint();
}

/* What stood there before somebody is first acted as is not new to them. */
function meet() {
  met.add(me);
  for (const c of state.channels) read[me + (c.kind === 'im' ? 'app' : c.name)] = c.messages.at(-1)?.ts ?? '0';
}

const here = () => state.channels.find((c) => place === 'app' ? c.kind === 'im' : c.name === place);
const act = (deed, more) => attempt(() => call('act', { as: me, do: deed, ...more }));

function paint() {
  const channel = here();
  const messages = channel?.messages ?? [];
  if (messages.length && (place !== 'app' || tab === 'messages')) read[me + place] = messages.at(-1).ts;
  part('sidebar', [me, place, unreadList(), state.connected], sidebar);
  part('head', [me, place, tab, channel?.members], head);
  const home = place === 'app' && tab === 'home';
  $('home').hidden = !home;
  $('messages').hidden = home;
  $('box').hidden = home;
  if (home) part('home', [me, state.home], appHome);
  else part('messages', [me, place, tab, messages, state.notices], () => list(messages));
  part('form', [me, state.modals], form);
  panel(state, me);
}

// the sidebar

function unreadList() {
  return state.channels.map((c) => {
    const name = c.kind === 'im' ? 'app' : c.name;
    const last = c.messages.at(-1)?.ts ?? '0';
    return [name, last > (read[me + name] ?? '0')];
  });
}

function sidebar() {
  const unread = Object.fromEntries(unreadList());
  const user = state.users[state.me];
  const row = (name, label, sign) => el('button.row' + (place === name ? '.here' : '') + (unread[name] ? '.unread' : ''), {
    type: 'button', 'aria-current': place === name ? 'page' : undefined, 'data-place': name,
    onclick: () => go(name) }, sign, el('span', {}, label), unread[name] && el('i.dot'));
  const channels = state.channels.filter((c) => c.kind === 'channel');
  $('sidebar').replaceChildren(
    el('div.team', {}, el('b', {}, state.team.name), el('span', {}, 'Test workspace')),
    el('div.group', {}, el('h2', {}, 'Channels'),
      channels.map((c) => row(c.name, c.name, c.private ? icon('lock') : el('span.hash', {}, '#')))),
    el('div.group', {}, el('h2', {}, 'Apps'), row('app', state.app.name, el('span.app-mark', {}, icon('mega')),),
      !state.connected && el('p.offline', {}, 'not connected')),
    el('div.group.people', {}, el('h2', {}, 'Act as'),
      Object.entries(state.users).filter(([, u]) => !u.bot).map(([, u]) => el(
        'button.person' + (u.name === me ? '.here' : ''), { type: 'button', 'data-person': u.name, onclick: () => become(u.name),
          'aria-pressed': String(u.name === me), title: u.title },
        avatar(u, 'small'), el('span', {}, u.real.split(' ')[0]), el('small', {}, u.title)))),
    el('div.me', {}, avatar(user, 'small'), el('span', {}, 'You are ', el('b', {}, user.real))));
}

function become(name) {
  me = name;
  sessionStorage.setItem('me', me);
  if (!state.channels.some((c) => c.name === place) && place !== 'app') place = 'news';
  refresh().then(() => {
    if (!here() && place !== 'app') go('news');
    else if (place === 'app' && tab === 'home') act('home', {});
  });
}

function go(name) {
  // Somebody to whom the app has written wants to read that first.
  if (name === 'app' && place !== 'app') tab = Object.fromEntries(unreadList()).app ? 'messages' : 'home';
  place = name;
  sessionStorage.setItem('place', place);
  drawn.messages = null;
  if (place === 'app' && tab === 'home') act('home', {});
  paint();
}

function avatar(user, size = '') {
  if (user?.bot) return el('span.avatar.bot' + (size && '.' + size), {}, icon('mega'));
  const node = el('span.avatar' + (size && '.' + size), {}, initials(user?.real ?? '?'));
  node.style.background = '#' + (user?.color ?? '666');
  return node;
}

// the head

function head() {
  const channel = here();
  const app = place === 'app';
  $('head').replaceChildren(...(app ? [avatar({ bot: true }, 'small'), el('h1', {}, state.app.name)] : [
    el('h1', {}, channel?.private ? icon('lock') : el('span.hash', {}, '#'), channel?.name ?? place),
    el('p', {}, channel?.topic), el('span.count', {}, icon('people'), String(channel?.members ?? ''))]));
  $('tabs').hidden = !app;
  $('tabs').replaceChildren(...['home', 'messages'].map((name) => el('button' + (tab === name ? '.here' : ''), {
    type: 'button', role: 'tab', 'aria-selected': String(tab === name), 'data-tab': name,
    onclick: () => { tab = name; drawn.messages = null; if (name === 'home') act('home', {}); paint(); },
  }, name === 'home' ? 'Home' : 'Messages')));
  const area = $('box').querySelector('textarea');
  area.placeholder = app ? `Message ${state.app.name}` : `Message #${place}  (try /advocate help)`;
}

// messages

function list(messages) {
  const box = $('messages');
  const low = box.scrollHeight - box.scrollTop - box.clientHeight < 120 || drawn.place !== me + place;
  drawn.place = me + place;
  const rows = [];
  let before = null;
  const mine = state.notices.filter((n) => Number(n.ts) > state.now - 3600).map((n) => ({ ...n, notice: true }));
  const all = [...messages, ...mine].sort((a, b) => Number(a.ts) - Number(b.ts));
  for (const message of all) {
    const day = dayOf(Number(message.ts));
    if (!before || dayOf(Number(before.ts)) !== day) {
      rows.push(el('div.day', {}, el('span', {}, day)));
      before = null;
    }
    rows.push(message.notice ? notice(message) : row(message, before));
    before = message.notice ? null : message;
  }
  if (!rows.length) rows.push(el('p.empty', {}, place === 'app' ?
    'Write to the app, or use a command anywhere.' : 'Nothing here yet.'));
  box.replaceChildren(el('div.pad'), ...rows);
  if (target) {
    box.querySelector(`[data-ts="${target}"]`)?.scrollIntoView({ block: 'center' });
    target = null;
  } else if (low) settle(box);
}

/* Pictures arrive late and push the newest message out of sight. */
function settle(box) {
  const down = () => { box.scrollTop = box.scrollHeight; };
  down();
  for (const image of box.querySelectorAll('img')) if (!image.complete) image.addEventListener('load', down);
}

function notice(n) {
  return el('div.message.from-slack', {}, el('span.avatar.slack', {}, '!'), el('div.content', {},
    el('div.by', {}, el('b', {}, 'Slackbot'), el('time', {}, timeOf(Number(n.ts)))),
    el('div.only', {}, icon('eye'), 'Only visible to you'), el('p', {}, n.text)));
}

function row(message, before) {
  const user = state.users[message.user];
  const whisper = Boolean(message.is_ephemeral);
  const follows = before && before.user === message.user && Boolean(before.is_ephemeral) === whisper
    && Number(message.ts) - Number(before.ts) < 300 && !message.blocks && !before.blocks;
  const use = (block, e, choose, url) => press(message, block, e, choose, url);
  const content = el('div.content', {},
    whisper && el('div.only', {}, icon('eye'), 'Only visible to you'),
    !follows && el('div.by', {}, el('b', {}, user?.real ?? '?'), user?.bot && el('span.badge', {}, 'APP'),
      el('time', {}, timeOf(Number(message.ts)))),
    message.blocks ? draw(message.blocks, use) : mrkdwn(message.text),
    message.files?.map((f) => el('img.big', { src: `/files/${f.id}`, alt: f.title })),
    message.edited && !whisper && el('span.edited', {}, '(edited)'),
    message.reactions?.length && el('div.reactions', {}, message.reactions.map((r) => reaction(message, r)),
      el('button.react', { type: 'button', 'aria-label': 'Add a reaction', onclick: (e) => picker(message, e) }, icon('smile'))));
  return el('div.message' + (whisper ? '.whisper' : '') + (follows ? '.follows' : ''), { 'data-ts': message.ts },
    follows ? el('time.side', {}, timeOf(Number(message.ts))) : avatar(user), content, !whisper && tools(message));
}

function reaction(message, r) {
  const mine = r.users.includes(state.me);
  return el('button.react' + (mine ? '.mine' : ''), { type: 'button',
    title: r.users.map((u) => state.users[u]?.real ?? u).join(', ') + ` reacted with :${r.name}:`,
    onclick: () => act(mine ? 'unreact' : 'react', { in: where(), emoji: r.name, ts: message.ts }) },
  el('span.emoji', {}, emoji(r.name)), String(r.count));
}

const where = () => (place === 'app' ? 'dm' : '#' + place);

function tools(message) {
  const menu = el('ul.menu', { hidden: true },
    state.shortcuts.filter((s) => s.type === 'message').map((s) => el('li', {}, el('button', { type: 'button',
      onclick: () => { menu.hidden = true; act('shortcut', { name: s.callback_id, in: where(), ts: message.ts }); } }, s.name))),
    el('li', {}, el('button', { type: 'button', onclick: () => {
      menu.hidden = true;
      const link = `${location.origin}/archives/${here().id}/p${message.ts.replace('.', '')}`;
      navigator.clipboard?.writeText(link);
      toast('Link copied');
    } }, 'Copy link')));
  return el('div.tools', {},
    el('button', { type: 'button', title: 'Add a reaction', 'aria-label': 'Add a reaction', onclick: (e) => picker(message, e) }, icon('smile')),
    el('button', { type: 'button', title: 'More', 'aria-label': 'More actions', onclick: () => { menu.hidden = !menu.hidden; } }, icon('dots')),
    menu);
}

function picker(message, event) {
  document.querySelector('.picker')?.remove();
  const node = el('div.picker', {}, PICKER.map((name) => el('button', { type: 'button', title: `:${name}:`,
    'data-emoji': name, onclick: () => { node.remove(); act('react', { in: where(), emoji: name, ts: message.ts }); } }, emoji(name))));
  document.body.append(node);
  const at = event.currentTarget.getBoundingClientRect();
  node.style.top = Math.min(at.bottom + 4, innerHeight - 110) + 'px';
  node.style.left = Math.min(at.left, innerWidth - 250) + 'px';
  setTimeout(() => document.addEventListener('click', () => node.remove(), { once: true }));
}

/* A button or menu in a message. */
async function press(message, block, e, choose, url) {
  const more = { in: where(), ts: message.ts, block_id: block.block_id, action_id: e.action_id, choose, wait: true };
  await use(more, e.url ?? url);
}

async function use(more, url) {
  const done = await act('press', more);
  if (done && url) browser(me, await attempt(() => call('open', { as: me, url })), url);
}

// forms and App Home

function form() {
  const view = state.modals.at(-1);
  if (!view) {
    if (document.querySelector('.dialog.form')) lift();
    return;
  }
  const press = (block, e, choose, url) => use({ in: 'form', block_id: block.block_id, action_id: e.action_id, choose, wait: true }, e.url ?? url);
  const node = el('form.dialog.form', { role: 'dialog', 'aria-modal': 'true',
    onsubmit: (event) => { event.preventDefault(); submit(node); } },
  el('header', {}, avatar({ bot: true }, 'small'), el('h2', {}, view.title.text),
    el('button.close', { type: 'button', 'aria-label': 'Close', onclick: () => act('close', {}) }, '×')),
  el('div.body', {}, draw(view.blocks, press, view.state.values)),
  el('div.feet', {},
    el('button.plain', { type: 'button', onclick: () => act('close', {}) }, view.close?.text ?? 'Cancel'),
    view.submit && el('button.primary', { type: 'submit' }, view.submit.text)));
  for (const [block, text] of Object.entries(view.errors ?? {})) {
    const place_ = node.querySelector(`[data-problem="${CSS.escape(block)}"]`);
    if (place_) place_.textContent = text;
  }
  lay(node);
}

async function submit(node) {
  for (const [label, value] of Object.entries(values(node))) await act('fill', { label, value });
  await act('submit', { wait: true });
}

function appHome() {
  const press = (block, e, choose, url) => use({ in: 'home', block_id: block.block_id, action_id: e.action_id, choose, wait: true }, e.url ?? url);
  $('home').replaceChildren(state.home ? draw(state.home.blocks, press, state.home.state?.values) :
    el('p.empty', {}, 'The app has not shown anything here yet.'));
}

// the message box

function box() {
  const area = $('box').querySelector('textarea');
  const send = async () => {
    const text = area.value.trim();
    if (!text) return;
    area.value = '';
    suggest();
    await act(text.startsWith('/') ? 'command' : 'say', { in: where(), text });
  };
  const suggest = () => {
    const typed = area.value;
    const fits = typed.startsWith('/') && !typed.includes(' ') ? state.commands.filter((c) => c.command.startsWith(typed)) : [];
    $('commands').hidden = !fits.length;
    $('commands').replaceChildren(...fits.map((c) => el('li', { onclick: () => { area.value = c.command + ' '; area.focus(); suggest(); } },
      el('b', {}, c.command), el('span', {}, c.hint), el('small', {}, c.description))));
    area.style.height = 'auto';
    area.style.height = Math.min(area.scrollHeight, 160) + 'px';
  };
  area.addEventListener('input', suggest);
  area.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); send(); }
  });
  $('box').querySelector('form').addEventListener('submit', (event) => { event.preventDefault(); send(); });
}

/* Users and channels for their menus. */
offer((type) => type.includes('user') ?
  Object.values(state.users).filter((u) => !u.bot).map((u) => ({ value: u.name, text: { text: u.real } })) :
  state.channels.filter((c) => c.kind === 'channel').map((c) => ({ value: c.id, text: { text: '#' + c.name } })));

function permalink() {
  const found = location.pathname.match(/^\/archives\/(\w+)\/p(\d+)(\d{6})$/);
  if (!found) return;
  const channel = state.channels.find((c) => c.id === found[1]);
  if (!channel) return;
  place = channel.kind === 'im' ? 'app' : channel.name;
  if (channel.kind === 'im') tab = 'messages';
  target = `${found[2]}.${found[3]}`;
}

async function start() {
  state = await call('state?as=' + me);
  know(state);
  meet();
  permalink();
  box();
  paint();
  let waiting = null;
  new EventSource('/control/stream').onmessage = () => {
    waiting ??= setTimeout(() => { waiting = null; attempt(refresh); }, 40);
  };
}

start();
