// What is Slack's own in the page: where a message keeps what, how it and a
// form are drawn. mattermost.js is the other.
import { el } from './dom.js';
import { draw, values } from './blocks.js';
import { mrkdwn } from './mrkdwn.js';

export const slack = {
  words: { app: 'APP', apps: 'Apps', only: 'Only visible to you', chat: 'Slackbot', channels: 'Channels', tabs: ['home', 'messages'],
    write: (name, app) => `Message ${app ? '' : '#'}${name}` },
  id: (m) => m.ts,
  at: (m) => Number(m.ts),
  author: (m) => m.user,
  isBot: (m, user) => user?.bot,
  only: (m) => Boolean(m.is_ephemeral),
  edited: (m) => Boolean(m.edited),
  rich: (m) => Boolean(m.blocks),
  reactions: (m) => m.reactions ?? [],
  link: (channel, m) => `/archives/${channel.id}/p${m.ts.replace('.', '')}`,

  /* use(more, url): something of the message is used. */
  body(message, use) {
    const press = (block, e, choose, url) => use(
      { block_id: block.block_id, action_id: e.action_id, choose }, e.url ?? url);
    return [message.blocks ? draw(message.blocks, press) : mrkdwn(message.text),
      ...(message.files ?? []).map((f) => f.mimetype.startsWith('image/')
        ? el('img.big', { src: `/files/${f.id}`, alt: f.title })
        : el('a.file', { href: `/files/${f.id}`, download: f.title }, f.title))];
  },

  form: (view, use) => ({
    title: view.title.text,
    body: draw(view.blocks, (block, e, choose, url) => use(
      { block_id: block.block_id, action_id: e.action_id, choose }, e.url ?? url), view.state.values),
    submit: view.submit?.text,
    close: view.close?.text ?? 'Cancel',
    errors: view.errors ?? {},
    values,
  }),
};
