// Block Kit as Slack draws it. use(block, element, choice) is called when a
// person uses something; fields of forms are read with values().
import { el, icon } from './dom.js';
import { channelName, emoji, mrkdwn, nameOf, plain, textObject } from './mrkdwn.js';
import { ask } from './ask.js';

export function draw(blocks, use, state = {}) {
  return el('div.blocks', {}, (blocks ?? []).map((block) => {
    const maker = BLOCKS[block.type];
    return maker ? maker(block, use, state) : el('p.unknown', {}, `(${block.type})`);
  }));
}

const BLOCKS = {
  header: (b) => el('h3.header', {}, plain(b.text.text)),
  divider: () => el('hr'),
  section(b, use, state) {
    const side = b.accessory && el('div.accessory', {}, element(b, b.accessory, use, state));
    return el('div.section', {},
      el('div.words', {}, b.text && textObject(b.text),
        b.fields && el('div.fields', {}, b.fields.map((f) => el('div', {}, textObject(f))))),
      side);
  },
  context: (b) => el('div.context', {}, b.elements.map((e) =>
    e.type === 'image' ? el('img', { src: e.image_url, alt: e.alt_text }) : textObject(e))),
  image: (b) => el('figure', {},
    b.title && el('figcaption', {}, plain(b.title.text)),
    el('img.big', { src: b.slack_file ? `/files/${b.slack_file.id}` : b.image_url, alt: b.alt_text,
      title: b.alt_text, loading: 'eager' })),
  actions: (b, use, state) => el('div.actions', {}, b.elements.map((e) => element(b, e, use, state))),
  input: (b, use, state) => el('label.input', {},
    el('span.label', {}, plain(b.label.text), b.optional && el('small', {}, ' (optional)')),
    field(b, b.element, use, state),
    b.hint && el('span.hint', {}, plain(b.hint.text)),
    el('span.problem', { 'data-problem': b.block_id })),
  rich_text: (b) => el('div.rich', {}, b.elements.map(rich)),
  markdown: (b) => mrkdwn(b.text.replaceAll('**', '*')),
  table: (b) => el('table', {}, b.rows.map((row) => el('tr', {}, row.map((cell) =>
    el('td', {}, cell.type === 'rich_text' ? cell.elements.map(rich) : plain(cell.text)))))),
};

/* Buttons and menus. */
function element(block, e, use, state) {
  switch (e.type) {
    case 'button': return button(block, e, use);
    case 'overflow': return overflow(block, e, use);
    case 'image': return el('img.thumb', { src: e.image_url, alt: e.alt_text });
    default: return field(block, e, use, state, true);
  }
}

function button(block, e, use) {
  const press = async () => {
    if (e.confirm && !await ask(e.confirm)) return;
    node.classList.add('busy');
    node.disabled = true;
    await use(block, e);
    node.classList.remove('busy');
    node.disabled = false;
  };
  const node = el('button.' + (e.style ?? 'plain'), { type: 'button', onclick: press,
    'aria-label': e.accessibility_label, title: e.url && 'Opens in your browser' }, plain(e.text.text),
    e.url && icon('share'));
  return node;
}

function overflow(block, e, use) {
  const menu = el('ul.menu', { hidden: true }, e.options.map((option) => el('li', {}, el('button', {
    type: 'button', onclick: () => { menu.hidden = true; use(block, e, option.value, option.url); },
  }, plain(option.text.text)))));
  return el('div.overflow', {}, el('button.plain', { type: 'button', 'aria-label': 'More',
    onclick: () => { menu.hidden = !menu.hidden; } }, icon('dots')), menu);
}

const known = (block, e, state) => state?.[block.block_id]?.[e.action_id];

/* Fields. With now, a change is told at once (in actions and sections). */
function field(block, e, use, state, now = false) {
  const at = { 'data-block': block.block_id, 'data-action': e.action_id };
  const tell = now ? (event) => use(block, e, event.target.value) : undefined;
  const old = known(block, e, state);
  switch (e.type) {
    case 'plain_text_input': return text(e, at, old);
    case 'url_text_input': case 'email_text_input': case 'number_input':
      return el('input', { ...at, type: { u: 'url', e: 'email', n: 'number' }[e.type[0]], placeholder: hint(e),
        value: old?.value ?? e.initial_value ?? '' });
    case 'datepicker': return el('input', { ...at, type: 'date', onchange: tell, value: old?.selected_date ?? e.initial_date ?? '' });
    case 'timepicker': return el('input', { ...at, type: 'time', onchange: tell, value: old?.selected_time ?? e.initial_time ?? '' });
    case 'radio_buttons': return choices(e, at, 'radio', [old?.selected_option?.value ?? e.initial_option?.value], now && ((v) => use(block, e, v[0])));
    case 'checkboxes': return choices(e, at, 'checkbox',
      (old?.selected_options ?? e.initial_options ?? []).map((o) => o.value), now && ((v) => use(block, e, v)));
    default: return select(e, at, old, tell);
  }
}

const hint = (e) => e.placeholder && plain(e.placeholder.text);

function text(e, at, old) {
  const value = old?.value ?? e.initial_value ?? '';
  const common = { ...at, placeholder: hint(e), maxlength: e.max_length && String(e.max_length) };
  if (!e.multiline) return el('input', { ...common, type: 'text', value });
  const node = el('textarea', { ...common, rows: '5' });
  node.value = value;
  return node;
}

function choices(e, at, type, chosen, tell) {
  const node = el('div.choices', { ...at });
  const name = at['data-block'] + at['data-action'];
  for (const option of e.options) {
    node.append(el('label', {}, el('input', { type, name, value: option.value, checked: chosen.includes(option.value),
      onchange: tell ? () => tell(valueOf(node)) : undefined }),
      el('span', {}, textObject(option.text), option.description && el('small', {}, plain(option.description.text)))));
  }
  return node;
}

function select(e, at, old, tell) {
  const many = e.type.startsWith('multi_');
  const node = el('select', { ...at, multiple: many, onchange: tell, 'aria-label': hint(e) });
  const chosen = [old?.selected_option?.value ?? e.initial_option?.value,
    ...(old?.selected_options ?? e.initial_options ?? []).map((o) => o.value),
    old?.selected_user ?? e.initial_user, old?.selected_channel ?? e.initial_channel,
    ...(old?.selected_channels ?? e.initial_channels ?? []), ...(old?.selected_conversations ?? e.initial_conversations ?? [])];
  if (!many) node.append(el('option', { value: '' }, hint(e) ?? 'Choose'));
  const add = (option) => node.append(el('option', { value: option.value, selected: chosen.includes(option.value) }, plain(option.text.text)));
  (e.options ?? e.option_groups?.flatMap((g) => g.options) ?? offered(e.type)).forEach(add);
  return node;
}

let offered = () => [];
export function offer(make) { offered = make; }

function valueOf(node) {
  if (node.matches('.choices')) return [...node.querySelectorAll('input:checked')].map((i) => i.value);
  if (node.multiple) return [...node.selectedOptions].map((o) => o.value);
  return node.value;
}

/* {block_id: value} of all fields of inputs below a node. */
export function values(root) {
  const found = {};
  for (const node of root.querySelectorAll('label.input [data-block]')) {
    const value = valueOf(node);
    const radio = node.matches('.choices') && node.querySelector('input[type=radio]');
    found[node.dataset.block] = radio ? value[0] ?? '' : value;
  }
  return found;
}

const STYLES = { bold: 'strong', italic: 'em', strike: 's', code: 'code' };

function rich(node) {
  switch (node.type) {
    case 'rich_text_section': return el('div', {}, node.elements.map(rich));
    case 'rich_text_quote': return el('blockquote', {}, node.elements.map(rich));
    case 'rich_text_preformatted': return el('pre', {}, node.elements.map(rich));
    case 'rich_text_list': return el(node.style === 'ordered' ? 'ol' : 'ul', {}, node.elements.map((e) => el('li', {}, rich(e))));
    case 'user': return el('span.mention', {}, '@' + nameOf(node.user_id));
    case 'channel': return el('span.mention', {}, '#' + channelName(node.channel_id));
    case 'emoji': return el('span.emoji', {}, emoji(node.name));
    case 'link': return styled(node, el('a', { href: node.url, target: '_blank', rel: 'noopener' }, node.text ?? node.url));
    default: return styled(node, el('span.pre', {}, node.text ?? node.fallback ?? ''));
  }
}

function styled(node, inner) {
  return Object.entries(node.style ?? {}).reduce((all, [name, on]) => on && STYLES[name] ? el(STYLES[name], {}, all) : all, inner);
}
