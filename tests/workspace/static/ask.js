// Things that lie over the page: a question, a form, a browser window.
import { el } from './dom.js';
import { plain, textObject } from './mrkdwn.js';

const overlay = () => document.getElementById('overlay');

export function lay(node) {
  overlay().replaceChildren(node);
  overlay().hidden = false;
  node.querySelector('input, textarea, .primary')?.focus();
}

export function lift() {
  overlay().hidden = true;
  overlay().replaceChildren();
}

/* Slack's "are you sure": resolves to true or false. */
export function ask(confirm) {
  const below = [...overlay().childNodes];
  return new Promise((resolve) => {
    const end = (answer) => () => {
      if (below.length) overlay().replaceChildren(...below);
      else lift();
      resolve(answer);
    };
    lay(el('div.dialog.small', { role: 'alertdialog', 'aria-modal': 'true' },
      el('h2', {}, plain(confirm.title.text)),
      el('div.body', {}, textObject(confirm.text)),
      el('div.feet', {},
        el('button.plain', { type: 'button', onclick: end(false) }, plain(confirm.deny.text)),
        el('button.' + (confirm.style ?? 'primary'), { type: 'button', onclick: end(true) }, plain(confirm.confirm.text)))));
  });
}
