// The peer of redirect_vs_node: Fastify, one look-up and one commit (SQLite
// WAL, FULL) for each click, before it is answered.
'use strict';
const digits = '0123456789abcdefghjkmnpqrstvwxyz';
const db = require('better-sqlite3')(process.env.STORE);

db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('cache_size = -32768');
const find = db.prepare(
  'SELECT l.id, l.item, l.network, i.url FROM link l JOIN item i ON i.id = l.item WHERE l.id = ?');
const add = db.prepare(
  'INSERT INTO click (link, item, network, at, class, reasons, reader) VALUES (?, ?, ?, ?, 1, 0, 0)');

const read = (code) => {
  let id = 0;
  for (const digit of code) id = id * 32 + digits.indexOf(digit);
  return id;
};

const app = require('fastify')({ logger: false });

app.get('/l/:code', (request, reply) => {
  const link = find.get(read(request.params.code));
  if (!link) return reply.code(404).send();
  add.run(link.id, link.item, link.network, Date.now());
  return reply.code(302).header('location', link.url).send();
});

app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
