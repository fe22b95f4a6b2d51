// What is Mattermost's own in the page: posts with attachments, dialogs.
import { el } from './dom.js';
import { markdown, words } from './markdown.js';

const COLOURS = { good: '#339970', warning: '#ffbc1f', danger: '#d24b4e', primary: '#1c58d9', success: '#339970' };

export const mattermost = {
  words: { app: 'BOT', apps: 'Direct messages', only: '(Only visible to you)', chat: 'System', channels: 'Channels', tabs: ['messages'],
    aside: true, write: (name) => `Write to ${name}` },
  id: (m) => m.id,
  at: (m) => m.create_at / 1000,
  author: (m) => m.user_id,
  isBot: (m, user) => user?.bot || m.props?.from_webhook === 'true',
  only: (m) => m.type === 'system_ephemeral',
  edited: (m) => m.edit_at > 0,
  rich: () => false,
  link: (channel, m) => `/pl/${m.id}`,

  reactions(m) {
    const found = new Map();
    for (const r of m.metadata?.reactions ?? []) {
      const row = found.get(r.emoji_name) ?? { name: r.emoji_name, users: [], count: 0 };
      row.users.push(r.user_id);
      row.count += 1;
      found.set(r.emoji_name, row);
    }
    return [...found.values()];
  },

  body(post, use) {
    const open = (url) => use(null, url);
    return [post.message && markdown(post.message, open),
      ...(post.props?.attachments ?? []).map((a) => attachment(a, use, open)),
      ...(post.metadata?.files ?? []).map((f) => f.mime_type.startsWith('image/')
        ? el('img.big', { src: `/control/file/${f.id}`, alt: f.name })
        : el('a.file', { href: `/control/file/${f.id}`, download: f.name }, f.name))];
  },

  form: (view) => ({
    title: view.dialog.title,
    body: el('div.elements', {}, view.dialog.introduction_text && markdown(view.dialog.introduction_text),
      (view.dialog.elements ?? []).map((e) => field(e, view.values[e.name])), el('p.problem', { 'data-problem': '' })),
    submit: view.dialog.submit_label || 'Submit',
    close: 'Cancel',
    errors: view.errors ?? {},
    values: filled,
  }),
};

function attachment(a, use, open) {
  const node = el('div.attachment', {},
    a.pretext && markdown(a.pretext, open),
    el('div.attachment-box', {},
      el('div.attachment-words', {},
        a.author_name && el('div.attachment-author', {}, a.author_icon && el('img', { src: a.author_icon, alt: '' }),
          a.author_link ? link(a.author_link, a.author_name, open) : a.author_name),
        a.title && el('h4', {}, a.title_link ? link(a.title_link, words(a.title), open) : words(a.title)),
        a.text && markdown(a.text, open),
        a.fields?.length && el('div.fields', {}, a.fields.map((f) => el('div' + (f.short ? '' : '.wide'), {},
          el('b', {}, words(f.title)), markdown(String(f.value ?? ''), open)))),
        a.image_url && el('img.big', { src: a.image_url, alt: a.fallback || a.title || '' }),
        a.footer && el('div.attachment-footer', {}, a.footer_icon && el('img', { src: a.footer_icon, alt: '' }), words(a.footer)),
        a.actions?.length && el('div.actions', {}, a.actions.map((action) => button(action, use)))),
      a.thumb_url && el('img.thumb', { src: a.thumb_url, alt: '' })));
  node.style.setProperty('--bar', COLOURS[a.color] ?? (a.color || '#dddfe4'));
  return node;
}

const link = (url, label, open) => el('a', { href: url, onclick: (event) => { event.preventDefault(); open(url); } }, label);

function button(action, use) {
  if (action.type === 'select') return menu(action, use);
  const press = async () => {
    node.disabled = true;
    await use({ action_id: action.id, button: action.name });
    node.disabled = false;
  };
  const node = el('button.plain' + (action.style ? '.' + action.style.replace(/\W/g, '') : ''), { type: 'button', onclick: press,
    disabled: Boolean(action.disabled) }, words(action.name));
  if (action.style && (COLOURS[action.style] || action.style[0] === '#')) {
    node.style.setProperty('--tint', COLOURS[action.style] ?? action.style);
    node.classList.add('tinted');
  }
  return node;
}

function menu(action, use) {
  const offer = action.data_source ? offered(action.data_source) : action.options ?? [];
  const node = el('select', { 'aria-label': action.name,
    onchange: () => node.value && use({ action_id: action.id, button: action.name, choose: node.value }) },
  el('option', { value: '' }, words(action.name)),
  offer.map((o) => el('option', { value: o.value, selected: o.value === action.default_option }, words(o.text))));
  return node;
}

let offered = () => [];
export function offer(make) { offered = make; }

/* Dialogs. */
function field(e, value) {
  const at = { 'data-field': e.name, placeholder: e.placeholder };
  return el('label.input', {},
    e.type !== 'bool' && el('span.label', {}, e.display_name, e.optional ? el('small', {}, ' (optional)') : el('i.must', {}, ' *')),
    control(e, at, value),
    e.help_text && el('span.hint', {}, markdown(e.help_text)),
    el('span.problem', { 'data-problem': e.name }));
}

const LONGEST = { text: 150, textarea: 3000 };

function control(e, at, value) {
  switch (e.type) {
    case 'textarea': {
      const node = el('textarea', { ...at, rows: '5', maxlength: String(e.max_length || LONGEST.textarea) });
      node.value = value ?? '';
      return node;
    }
    case 'select': {
      const options = e.data_source ? offered(e.data_source) : e.options ?? [];
      return el('select', { 'data-field': e.name }, el('option', { value: '' }, e.placeholder || 'Select an option'),
        options.map((o) => el('option', { value: o.value, selected: o.value === value }, o.text)));
    }
    case 'radio': return el('div.choices', { 'data-field': e.name }, (e.options ?? []).map((o) => el('label', {},
      el('input', { type: 'radio', name: e.name, value: o.value, checked: o.value === value }), el('span', {}, o.text))));
    case 'bool': return el('div.choices', { 'data-field': e.name }, el('label', {},
      el('input', { type: 'checkbox', checked: value === true }), el('span', {}, el('b', {}, e.display_name), ' ', e.placeholder)));
    default: return el('input', { ...at, type: { number: 'number', email: 'email', password: 'password', tel: 'tel', url: 'url' }[e.subtype] ?? 'text',
      value: value ?? '', maxlength: String(e.max_length || LONGEST.text) });
  }
}

/* {name: value} of all fields below a node. */
function filled(root) {
  const found = {};
  for (const node of root.querySelectorAll('[data-field]')) {
    const box = node.querySelector('input[type=checkbox]');
    const chosen = node.querySelector('input[type=radio]:checked');
    found[node.dataset.field] = box ? String(box.checked) : node.matches('.choices') ? chosen?.value ?? '' : node.value;
  }
  return found;
}
