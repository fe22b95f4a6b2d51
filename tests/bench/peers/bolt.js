// The peer of the ack figures: the same answer in the ack. With STORE (a file)
// the event is committed to SQLite (WAL, FULL) before it is acked.
'use strict';
const fs = require('fs');
const { App, LogLevel } = require('@slack/bolt');

let accept = () => {};
if (process.env.STORE) {
  const db = require('better-sqlite3')(process.env.STORE);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(`CREATE TABLE IF NOT EXISTS inbox (chat TEXT NOT NULL, key TEXT NOT NULL,
    at INTEGER NOT NULL, PRIMARY KEY (chat, key)) STRICT, WITHOUT ROWID`);
  const insert = db.prepare('INSERT INTO inbox (chat, key, at) VALUES (?, ?, ?)');
  accept = (key) => insert.run('acme', key, Date.now());
}

// What the daemon answers, so that both say the same.
const answer = process.env.ANSWER
  ? JSON.parse(fs.readFileSync(process.env.ANSWER, 'utf8')).payload
  : { text: 'What I can do for you: join, share, top, me, help.' };

const app = new App({
  token: 'xoxb-bench',
  appToken: 'xapp-1-bench',
  socketMode: true,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env.API_URL },
});

app.command('/advocate', async ({ command, ack }) => {
  accept(command.trigger_id);
  await ack(answer);
});

// Events are acked by Bolt before listeners run, so a durable one cannot be
// written that way: this is the figure of acking alone.
app.event('reaction_added', async () => {});

app.start();
