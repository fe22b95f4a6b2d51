// A bot on the real @slack/bolt that knows nothing of the workspace. It tells
// what it heard on standard output, one JSON object a line.
'use strict';
const { App, LogLevel } = require('@slack/bolt');

const tell = (what, more) => console.log(JSON.stringify({ what, ...more }));

const app = new App({
  token: process.env.BOT_TOKEN,
  appToken: process.env.APP_TOKEN,
  socketMode: true,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env.API_URL },
});

const field = (id, label, more = {}) => ({
  type: 'input', block_id: id, label: { type: 'plain_text', text: label },
  element: { type: 'plain_text_input', action_id: 'value' }, ...more,
});

const form = (title, extra = {}) => ({
  type: 'modal', callback_id: 'wish', title: { type: 'plain_text', text: title },
  submit: { type: 'plain_text', text: 'Send' }, blocks: [field('wish', 'Your wish')],
  ...extra,
});

app.command('/advocate', async ({ command, ack, respond, client }) => {
  if (command.text === 'form') {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: form('A wish') });
  } else if (command.text === 'later') {
    await ack();
    await respond({ text: 'One' });
    await respond({ text: 'Two', response_type: 'in_channel' });
  } else if (command.text === 'huge') {
    await ack({ text: 'x'.repeat(21000) });
  } else if (command.text === 'silent') {
    tell('silent');
  } else {
    await ack({ text: `You said: ${command.text}` });
  }
});

app.command('/share', async ({ ack, command, client }) => {
  await ack();
  const posted = await client.chat.postMessage({
    channel: command.channel_id, text: 'A story',
    metadata: { event_type: 'story', event_payload: { key: 'k1' } },
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: '*A story*' } },
      { type: 'actions', block_id: 'do', elements: [
        { type: 'button', action_id: 'share', value: '17', style: 'primary',
          text: { type: 'plain_text', text: 'Share' } },
        { type: 'button', action_id: 'go', url: 'https://example.com/',
          text: { type: 'plain_text', text: 'Read' } }] }],
  });
  const back = await client.conversations.history({
    channel: command.channel_id, limit: 5, include_all_metadata: true });
  tell('posted', { ts: posted.ts, key: back.messages[0].metadata.event_payload.key });
});

app.action('share', async ({ ack, body, action, respond, client }) => {
  await ack();
  tell('share', { user: body.user.id, value: action.value });
  await client.chat.postEphemeral({
    channel: body.channel.id, user: body.user.id, text: 'Only you see this' });
  await client.chat.update({
    channel: body.channel.id, ts: body.message.ts, text: 'A story, shared', blocks: [] });
  await respond({ text: 'By its address', replace_original: false });
});

app.action('go', async ({ ack }) => { await ack(); tell('go'); });

app.view('wish', async ({ ack, view, body, client }) => {
  const wish = view.state.values.wish.value.value;
  if (wish.length < 3) {
    await ack({ response_action: 'errors', errors: { wish: 'A longer one, please' } });
    return;
  }
  if (wish === 'more') {
    await ack({ response_action: 'update', view: form('One more') });
    return;
  }
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: `Granted: ${wish}` });
});

app.event('reaction_added', async ({ event, body, client, context }) => {
  tell('reaction', { name: event.reaction, id: body.event_id, retry: context.retryNum });
  if (event.reaction !== 'mega') return;
  await client.reactions.add({
    channel: event.item.channel, timestamp: event.item.ts, name: 'eyes',
  }).catch((e) => tell('refused', { error: e.data.error }));
});

app.event('app_home_opened', async ({ event, client }) => {
  await client.views.publish({ user_id: event.user, view: {
    type: 'home', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Hello' } }] } });
});

app.message(async ({ message, say }) => { await say(`Heard ${message.text}`); });

app.shortcut('suggest_content', async ({ ack, shortcut, client }) => {
  await ack();
  await client.views.open({ trigger_id: shortcut.trigger_id, view: form('Suggest') });
});

app.error(async (error) => tell('error', {
  code: error.code, error: error.data?.error,
  messages: error.data?.response_metadata?.messages }));

// Orders of the test, one a line: a method and its arguments.
require('readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  const { method, args } = JSON.parse(line);
  try {
    tell('answer', { answer: await app.client.apiCall(method, args) });
  } catch (error) {
    tell('answer', { error: error.data?.error ?? error.code,
      messages: error.data?.response_metadata?.messages });
  }
});

app.start().then(() => tell('started'));
