// The chat: sidebar, messages, box, forms, App Home. State comes whole from
// /control/state whenever the workspace says that something has happened.
import { attempt, call, dayOf, el, icon, initials, timeOf, toast } from './dom.js';
import { PICKER, emoji, know } from './mrkdwn.js';
import { draw, offer } from './blocks.js';
import { slack } from './slack.js';
import { mattermost, offer as offerMore } from './mattermost.js';
import { knows } from './markdown.js';
import { lay, lift } from './ask.js';
import { browser, panel } from './panel.js';

const $ = (id) => document.getElementById(id);
const kept = (name, fallback) => sessionStorage.getItem(name) ?? fallback;

let state = null;
let look = slack;                        // what is the platform's own
let me = kept('me', 'ana');
let place = kept('place', 'news');       // a channel's name, or 'app'
let tab = 'home';                        // of the app: home or messages
let target = null;                       // name of a permalink's message
const drawn = {};                        // part -> what it was drawn from
const read = {};                         // person and place -> time of the last message seen
const met = new Set();                   // people acted as so far

/* Draws a part again only when what it shows has changed. */
function part(name, data, render) {
  const key = JSON.stringify(data);
  if (drawn[name] === key) return;
  drawn[name] = key;
  render();
}

async function load() {
  state = await call('state?as=' + me);
  look = { slack, mattermost }[state.platform];
  document.body.className = state.platform;
  if (!look.words.tabs.includes(tab)) tab = look.words.tabs[0];
  know(state);
}

async function refresh() {
  await load();
  if (!met.has(me)) meet();
  paint();
}

/* What stood there before somebody is first acted as is not new to them. */
function meet() {
  met.add(me);
  for (const c of state.channels) read[me + (c.kind === 'im' ? 'app' : c.name)] = lastOf(c.messages);
}

const lastOf = (messages) => (messages.length ? look.at(messages.at(-1)) : 0);
const here = () => state.channels.find((c) => place === 'app' ? c.kind === 'im' : c.name === place);
const act = (deed, more) => attempt(() => call('act', { as: me, do: deed, ...more }));

function paint() {
  const channel = here();
  const messages = channel?.messages ?? [];
  if (messages.length && (place !== 'app' || tab === 'messages')) read[me + place] = lastOf(messages);
  part('sidebar', [me, place, unreadList(), state.connected, state.others], sidebar);
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
    return [name, lastOf(c.messages) > (read[me + name] ?? 0)];
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
    el('div.team', {}, el('b', {}, state.team.name), el('span', {}, 'Test workspace'), switches()),
    el('div.group', {}, el('h2', {}, look.words.channels),
      channels.map((c) => row(c.name, c.name, channelSign(c)))),
    el('div.group', {}, el('h2', {}, look.words.apps), row('app', state.app.name, el('span.app-mark', {}, icon('mega')),),
      !state.connected && el('p.offline', {}, 'not connected')),
    el('div.group.people', {}, el('h2', {}, 'Act as'),
      Object.entries(state.users).filter(([, u]) => !u.bot).map(([, u]) => el(
        'button.person' + (u.name === me ? '.here' : ''), { type: 'button', 'data-person': u.name, onclick: () => become(u.name),
          'aria-pressed': String(u.name === me), title: u.title },
        avatar(u, 'small'), el('span', {}, u.real.split(' ')[0]), el('small', {}, u.title)))),
    el('div.me', {}, avatar(user, 'small'), el('span', {}, 'You are ', el('b', {}, user.real))));
}

const channelSign = (c) => (c?.private ? icon('lock') : state.platform === 'slack' ? el('span.hash', {}, '#') : icon('globe'));

/* Where two chats are served at once, the way to the other one. */
function switches() {
  return state.others.length > 0 && el('nav.switches', {}, [{ kind: state.platform }, ...state.others].sort((a, b) => b.kind.localeCompare(a.kind)).map(
    (o) => el('a' + (o.address ? '' : '.here'), { href: o.address, 'data-kind': o.kind }, o.kind[0].toUpperCase() + o.kind.slice(1))));
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
  if (name === 'app' && place !== 'app') tab = Object.fromEntries(unreadList()).app ? 'messages' : look.words.tabs[0];
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
    el('h1', {}, channelSign(channel), channel?.name ?? place),
    el('p', {}, channel?.topic), el('span.count', {}, icon('people'), String(channel?.members ?? ''))]));
  $('tabs').hidden = !app || look.words.tabs.length < 2;
  $('tabs').replaceChildren(...look.words.tabs.map((name) => el('button' + (tab === name ? '.here' : ''), {
    type: 'button', role: 'tab', 'aria-selected': String(tab === name), 'data-tab': name,
    onclick: () => { tab = name; drawn.messages = null; if (name === 'home') act('home', {}); paint(); },
  }, name === 'home' ? 'Home' : 'Messages')));
  const area = $('box').querySelector('textarea');
  area.placeholder = look.words.write(app ? state.app.name : place, app) + '  (try /advocate help)';
}

// messages

function list(messages) {
  const box = $('messages');
  const low = box.scrollHeight - box.scrollTop - box.clientHeight < 120 || drawn.place !== me + place;
  drawn.place = me + place;
  const rows = [];
  let before = null;
  const mine = state.notices.filter((n) => n.at > state.now - 3600).map((n) => ({ at: n.at, notice: n }));
  const all = [...messages.map((message) => ({ at: look.at(message), message })), ...mine].sort((a, b) => a.at - b.at);
  for (const one of all) {
    const day = dayOf(one.at);
    if (!before || dayOf(before.at) !== day) {
      rows.push(el('div.day', {}, el('span', {}, day)));
      before = null;
    }
    rows.push(one.notice ? notice(one.notice) : row(one.message, before?.message));
    before = one.notice ? null : one;
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
    el('div.by', {}, el('b', {}, look.words.chat), el('time', {}, timeOf(n.at))),
    el('div.only', {}, icon('eye'), look.words.only), el('p', {}, n.text)));
}

function row(message, before) {
  const user = state.users[look.author(message)];
  const whisper = look.only(message);
  const at = look.at(message);
  const reactions = look.reactions(message);
  const follows = before && look.author(before) === look.author(message) && look.only(before) === whisper
    && at - look.at(before) < 300 && !look.rich(message) && !look.rich(before);
  const press = (more, url) => use(more && { in: where(), ts: look.id(message), ...more, wait: true }, url);
  const content = el('div.content', {},
    whisper && !look.words.aside && el('div.only', {}, icon('eye'), look.words.only),
    !follows && el('div.by', {}, el('b', {}, user?.real ?? '?'), look.isBot(message, user) && el('span.badge', {}, look.words.app),
      el('time', {}, timeOf(at)), whisper && look.words.aside && el('span', {}, look.words.only)),
    look.body(message, press),
    look.edited(message) && !whisper && el('span.edited', {}, '(edited)'),
    reactions.length > 0 && el('div.reactions', {}, reactions.map((r) => reaction(message, r)),
      el('button.react', { type: 'button', 'aria-label': 'Add a reaction', onclick: (e) => picker(message, e) }, icon('smile'))));
  return el('div.message' + (whisper ? '.whisper' : '') + (follows ? '.follows' : ''), { 'data-ts': look.id(message) },
    follows ? el('time.side', {}, timeOf(at)) : avatar(user), content, !whisper && tools(message));
}

function reaction(message, r) {
  const mine = r.users.includes(state.me);
  return el('button.react' + (mine ? '.mine' : ''), { type: 'button',
    title: r.users.map((u) => state.users[u]?.real ?? u).join(', ') + ` reacted with :${r.name}:`,
    onclick: () => act(mine ? 'unreact' : 'react', { in: where(), emoji: r.name, ts: look.id(message) }) },
  el('span.emoji', {}, emoji(r.name)), String(r.count));
}

const where = () => (place === 'app' ? 'dm' : '#' + place);

function tools(message) {
  const menu = el('ul.menu', { hidden: true },
    state.shortcuts.filter((s) => s.type === 'message').map((s) => el('li', {}, el('button', { type: 'button',
      onclick: () => { menu.hidden = true; act('shortcut', { name: s.callback_id, in: where(), ts: look.id(message) }); } }, s.name))),
    el('li', {}, el('button', { type: 'button', onclick: () => {
      menu.hidden = true;
      const link = location.origin + look.link(here(), message);
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
    'data-emoji': name, onclick: () => { node.remove(); act('react', { in: where(), emoji: name, ts: look.id(message) }); } }, emoji(name))));
  document.body.append(node);
  const at = event.currentTarget.getBoundingClientRect();
  node.style.top = Math.min(at.bottom + 4, innerHeight - 110) + 'px';
  node.style.left = Math.min(at.left, innerWidth - 250) + 'px';
  setTimeout(() => document.addEventListener('click', () => node.remove(), { once: true }));
}

/* A button or menu is used, or a link is followed. */
async function use(more, url) {
  const done = more ? await act('press', more) : true;
  if (done && url) browser(me, await attempt(() => call('open', { as: me, url })), url);
}

// forms and App Home

function form() {
  const view = state.modals.at(-1);
  if (!view) {
    if (document.querySelector('.dialog.form')) lift();
    return;
  }
  const shown = look.form(view, (more, url) => use({ in: 'form', ...more, wait: true }, url));
  const node = el('form.dialog.form', { role: 'dialog', 'aria-modal': 'true',
    onsubmit: (event) => { event.preventDefault(); submit(shown.values(node)); } },
  el('header', {}, avatar({ bot: true }, 'small'), el('h2', {}, shown.title),
    el('button.close', { type: 'button', 'aria-label': 'Close', onclick: () => act('close', {}) }, '×')),
  el('div.body', {}, shown.body),
  el('div.feet', {},
    el('button.plain', { type: 'button', onclick: () => act('close', {}) }, shown.close),
    shown.submit && el('button.primary', { type: 'submit' }, shown.submit)));
  for (const [block, text] of Object.entries(shown.errors)) {
    const place_ = node.querySelector(`[data-problem="${CSS.escape(block)}"]`);
    if (place_) place_.textContent = text;
  }
  lay(node);
}

async function submit(values) {
  for (const [label, value] of Object.entries(values)) await act('fill', { label, value });
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
offerMore((source) => source === 'users' ? Object.values(state.users).filter((u) => !u.bot).map((u) => ({ value: u.name, text: u.real })) :
  state.channels.filter((c) => c.kind === 'channel').map((c) => ({ value: c.name, text: c.name })));
knows((word) => word[0] === '@' ? Object.values(state.users).some((u) => u.name === word.slice(1)) :
  Object.values(state.names).includes(word.slice(1)));

function permalink() {
  for (const channel of state.channels) {
    const found = channel.messages.find((m) => location.pathname.endsWith(look.link(channel, m)));
    if (!found) continue;
    place = channel.kind === 'im' ? 'app' : channel.name;
    if (channel.kind === 'im') tab = 'messages';
    target = look.id(found);
  }
}

async function start() {
  await load();
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
