// Mattermost's Markdown as elements. Nothing is ever set as HTML.
import { el } from './dom.js';
import { emojiOf } from './mrkdwn.js';

const BLOCK = [
  [/^```/, fence], [/^ {0,3}(#{1,6})\s+(.*)$/, heading], [/^ {0,3}>/, quote], [/^ {0,3}([-*_])(?:\s*\1){2,}\s*$/, rule],
  [/^ {0,3}(?:[-*+]|\d+[.)])\s+/, list], [/^\s*\|?.*\|.*$/, table],
];

/* A whole text. open(url) is called for a link; without it links do nothing
 * of their own. */
export function markdown(text, open) {
  const root = el('div.markdown');
  blocks(String(text ?? '').split('\n'), root, open);
  return root;
}

function blocks(rows, root, open) {
  let at = 0;
  let paragraph = null;
  while (at < rows.length) {
    if (!rows[at].trim()) {
      paragraph = null;
      at += 1;
      continue;
    }
    const kind = BLOCK.find(([shape]) => shape.test(rows[at]));
    const taken = kind ? kind[1](rows, at, root, open) : 0;
    if (taken) {
      at += taken;
      paragraph = null;
      continue;
    }
    if (paragraph) paragraph.append(el('br'));
    else root.append(paragraph = el('p'));
    paragraph.append(...inline(rows[at], open));
    at += 1;
  }
}

function fence(rows, at, root) {
  let end = at + 1;
  while (end < rows.length && !rows[end].startsWith('```')) end += 1;
  root.append(el('pre', {}, rows.slice(at + 1, end).join('\n')));
  return end + 1 - at;
}

function heading(rows, at, root, open) {
  const [, marks, text] = rows[at].match(BLOCK[1][0]);
  root.append(el('h' + Math.min(marks.length + 2, 6) + '.md', {}, ...inline(text.replace(/\s+#+\s*$/, ''), open)));
  return 1;
}

function quote(rows, at, root, open) {
  let end = at;
  while (end < rows.length && /^ {0,3}>/.test(rows[end])) end += 1;
  const node = el('blockquote');
  blocks(rows.slice(at, end).map((r) => r.replace(/^ {0,3}> ?/, '')), node, open);
  root.append(node);
  return end - at;
}

function rule(rows, at, root) {
  root.append(el('hr'));
  return 1;
}

function list(rows, at, root, open) {
  const mark = /^( {0,3})([-*+]|\d+[.)])\s+(.*)$/;
  const node = el(/^\s*\d/.test(rows[at]) ? 'ol' : 'ul');
  let end = at;
  for (; end < rows.length; end += 1) {
    const found = rows[end].match(mark);
    if (found) node.append(el('li', {}, ...inline(found[3], open)));
    else if (/^\s{2,}\S/.test(rows[end])) node.lastChild.append(el('br'), ...inline(rows[end].trim(), open));
    else break;
  }
  root.append(node);
  return end - at;
}

function table(rows, at, root, open) {
  if (!/^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$/.test(rows[at + 1] ?? '')) return 0;
  const cells = (row) => row.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((c) => c.trim());
  let end = at + 2;
  while (end < rows.length && rows[end].includes('|')) end += 1;
  root.append(el('table', {}, el('tr', {}, cells(rows[at]).map((c) => el('th', {}, ...inline(c, open)))),
    rows.slice(at + 2, end).map((row) => el('tr', {}, cells(row).map((c) => el('td', {}, ...inline(c, open)))))));
  return end - at;
}

const INLINE = new RegExp([
  '\\\\[!-/:-@\\[-`{-~]', '&(?:lt|gt|amp|quot|#\\d{1,6});', '`+[^`]+`+', '!\\[[^\\]]*\\]\\([^)\\s]+(?: "[^"]*")?\\)',
  '\\[(?:[^\\[\\]\\\\]|\\\\.)*\\]\\(<?(?:[^\\s()<>\\\\]|\\\\.|\\([^\\s()]*\\))+>?(?: "[^"]*")?\\)', '<(?:https?|mailto):[^>\\s]+>',
  'https?://[^\\s<>)\\]]*[^\\s<>)\\].,:;!?\'"*_~]', '(?<![\\w*])\\*\\*(?=\\S)(?:\\\\.|[^\\\\])*?\\S\\*\\*', '(?<!\\w)__(?=\\S).*?\\S__(?!\\w)',
  '~~(?=\\S).*?\\S~~', '(?<![\\w*])\\*(?=[^\\s*])(?:\\\\.|[^*\\\\])*?\\*(?![\\w*])', '(?<!\\w)_(?=[^\\s_])(?:\\\\.|[^_\\\\])*?_(?!\\w)',
  '(?<!\\w):[a-z0-9_+-]+:', '(?<![\\w@])@[a-z0-9][a-z0-9._-]*', '(?<![\\w~])~[a-z0-9][a-z0-9_-]*',
].join('|'), 'g');

function inline(text, open) {
  const out = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    out.push(text.slice(at, match.index), mark(match[0], open));
    at = match.index + match[0].length;
  }
  out.push(text.slice(at));
  return out.filter((piece) => piece !== '');
}

function mark(word, open) {
  if (word[0] === '\\') return word[1];
  if (word[0] === '&') return character(word.slice(1, -1));
  if (word[0] === '`') return el('code', {}, word.replace(/^`+|`+$/g, ''));
  if (word.startsWith('![')) return picture(word);
  if (word[0] === '[') return anchor(word, open);
  if (word[0] === '<') return to(word.slice(1, -1), [word.slice(1, -1).replace(/^mailto:/, '')], open);
  if (word.startsWith('http')) return to(word, [word], open);
  if (word.startsWith('**') || word.startsWith('__')) return el('strong', {}, ...inline(word.slice(2, -2), open));
  if (word.startsWith('~~')) return el('s', {}, ...inline(word.slice(2, -2), open));
  if (word[0] === '*' || word[0] === '_') return el('em', {}, ...inline(word.slice(1, -1), open));
  if (word[0] === ':') return emojiOf(word.slice(1, -1)) ? el('span.emoji', { title: word }, emojiOf(word.slice(1, -1))) : word;
  return reference(word);
}

const LOUD = new Set(['@all', '@channel', '@here']);
let known = () => false;
/* name => whether there is somebody or some channel of that name */
export function knows(ask) { known = ask; }

function reference(word) {
  if (LOUD.has(word)) return el('span.mention.loud', {}, word);
  return known(word) ? el('a.mention', {}, word) : word;
}

const NAMED = { lt: '<', gt: '>', amp: '&', quot: '"' };

function character(name) {
  return NAMED[name] ?? String.fromCodePoint(Number(name.slice(1)));
}

function picture(word) {
  const [, alt, url] = word.match(/^!\[([^\]]*)\]\(([^)\s]+)/);
  return el('img.big', { src: url, alt });
}

function anchor(word, open) {
  const [, label, url] = word.match(/^\[((?:[^\[\]\\]|\\.)*)\]\(<?(.*?)>?(?: "[^"]*")?\)$/);
  return to(words(url), inline(label, open), open);
}

function to(url, label, open) {
  return el('a', { href: url, target: '_blank', rel: 'noopener',
    onclick: open && ((event) => { event.preventDefault(); open(url); }) }, ...label);
}

/* Words where Markdown means nothing: without backslashes, with emoji. */
export function words(text) {
  return String(text ?? '').replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/:([a-z0-9_+-]+):/g, (all, name) => emojiOf(name) ?? all);
}
