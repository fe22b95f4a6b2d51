// Slack's mrkdwn as elements. Nothing is ever set as HTML.
import { el } from './dom.js';

const EMOJI = {
  mega: '📣', tada: '🎉', eyes: '👀', '+1': '👍', thumbsup: '👍', heart: '❤️', rocket: '🚀',
  raised_hands: '🙌', clap: '👏', white_check_mark: '✅', x: '❌', warning: '⚠️', bar_chart: '📊',
  trophy: '🏆', sparkles: '✨', seedling: '🌱', evergreen_tree: '🌲', wave: '👋', bulb: '💡', link: '🔗',
  hourglass_flowing_sand: '⏳', lock: '🔒', star: '⭐', fire: '🔥', calendar: '📅', memo: '📝', gift: '🎁',
  speech_balloon: '💬', chart_with_upwards_trend: '📈', busts_in_silhouette: '👥', newspaper: '📰',
  information_source: 'ℹ️', arrow_right: '➡️', point_right: '👉', slightly_smiling_face: '🙂', pause_button: '⏸️',
  zzz: '💤', black_circle: '⚫', no_entry_sign: '🚫', coffee: '☕', '-1': '👎', medal: '🏅', books: '📚',
  first_place_medal: '🥇', second_place_medal: '🥈', third_place_medal: '🥉', pray: '🙏', bell: '🔔',
};
export const PICKER = ['mega', 'tada', 'eyes', '+1', 'heart', 'rocket', 'raised_hands', 'clap', 'bulb', 'seedling'];

export const emojiOf = (name) => EMOJI[name.split('::')[0]];
export const emoji = (name) => EMOJI[name.split('::')[0]] ?? `:${name}:`;

export const decode = (text) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

let users = {};
let channels = {};
export function know(state) {
  users = state.users;
  channels = state.names;
}

export function nameOf(id) {
  return users[id]?.real ?? id;
}

export function channelName(id) {
  return channels[id] ?? 'private channel';
}

/* Plain text with :emoji: */
export function plain(text) {
  return decode(String(text ?? '')).replace(/:([a-z0-9_+-]+):/g, (all, name) => EMOJI[name] ?? all);
}

const INLINE = new RegExp([
  '(`[^`\\n]+`)', '(<[^>\\n]+>)', '((?<![\\w*])\\*(?=\\S)[^*\\n]*?\\S\\*(?![\\w*]))',
  '((?<!\\w)_(?=\\S)[^_\\n]*?\\S_(?!\\w))', '((?<!\\w)~(?=\\S)[^~\\n]*?\\S~(?!\\w))', '(:[a-z0-9_+-]+:)',
].join('|'), 'g');

function inline(text) {
  const out = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    out.push(decode(text.slice(at, match.index)));
    out.push(mark(match[0]));
    at = match.index + match[0].length;
  }
  out.push(decode(text.slice(at)));
  return out;
}

function mark(word) {
  const inner = word.slice(1, -1);
  switch (word[0]) {
    case '`': return el('code', {}, decode(inner));
    case '<': return entity(inner);
    case '*': return el('strong', {}, ...inline(inner));
    case '_': return el('em', {}, ...inline(inner));
    case '~': return el('s', {}, ...inline(inner));
    default: return EMOJI[inner] ? el('span.emoji', { title: word }, EMOJI[inner]) : word;
  }
}

function entity(inner) {
  const [target, label] = inner.split('|');
  if (target[0] === '@') return el('span.mention', {}, '@' + (label ?? nameOf(target.slice(1))));
  if (target[0] === '#') {
    return el('span.mention', {}, '#' + (label || channelName(target.slice(1))));
  }
  if (target.startsWith('!date^')) return date(target.split('^'), label);
  if (target[0] === '!') return el('span.mention.loud', {}, '@' + (label ?? target.slice(1)));
  return el('a', { href: decode(target), target: '_blank', rel: 'noopener' }, ...(label ? inline(label) : [decode(target)]));
}

const FORMS = {
  date_num: { dateStyle: 'short' }, date: { dateStyle: 'long' }, date_long: { dateStyle: 'full' },
  date_short: { dateStyle: 'medium' }, time: { timeStyle: 'short' }, time_secs: { timeStyle: 'medium' },
};

function date([, seconds, form, link], fallback) {
  const moment = new Date(Number(seconds) * 1000);
  const text = form.replace(/\{(\w+)\}/g, (all, name) => {
    const options = FORMS[name.replace('_pretty', '')];
    return options ? new Intl.DateTimeFormat('en-GB', options).format(moment) : all;
  });
  const node = el('time', { title: fallback }, text);
  return link ? el('a', { href: link, target: '_blank' }, node) : node;
}

/* A whole text: paragraphs of lines, quotes and code. */
export function mrkdwn(text) {
  const root = el('div.mrkdwn');
  const parts = String(text ?? '').split('```');
  parts.forEach((part, i) => {
    if (i % 2) root.append(el('pre', {}, decode(part.replace(/^\n/, ''))));
    else lines(part, root);
  });
  return root;
}

function lines(text, root) {
  let quote = null;
  const rows = text.replace(/^\n|\n$/g, '').split('\n');
  if (rows.length === 1 && rows[0] === '') return;
  rows.forEach((row, i) => {
    const quoted = row.match(/^(?:&gt;|>) ?(.*)/);
    if (quoted) {
      if (!quote) root.append(quote = el('blockquote'));
      else quote.append(el('br'));
      quote.append(...inline(quoted[1]));
      return;
    }
    if (!quote && i > 0) root.append(el('br'));
    quote = null;
    root.append(...inline(row));
  });
}

export function textObject(object) {
  if (!object) return '';
  if (object.type === 'mrkdwn') return mrkdwn(object.text);
  return el('span', {}, plain(object.text));
}
