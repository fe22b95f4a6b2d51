#include "when.h"

#include "export.h"

/*
 * The first column is where the next rows begin after; it is no field. Parts
 * of thousands of rows are read some at a time ("iii": whose, after what, how
 * many; "iti" where that is a text; "ii" with a span), the others at once
 * ("i"); what is kept by keyed hash alone is asked for with it ("b").
 */

/* Theirs, and what is left under members who became one with them. */
#define OWN                                                                    \
	"(SELECT id FROM member WHERE id = $1 UNION ALL"                       \
	" SELECT id FROM member WHERE merged_into = $1)"

#define ENTRY                                                                  \
	"SELECT e.id, e.id, e.at, e.cause, s.kind, t.kind, e.points"           \
	" FROM entry e CROSS JOIN account s ON s.id = e.source"                \
	" CROSS JOIN account t ON t.id = e.target WHERE e."

#define PENDING                                                                \
	" = (SELECT id FROM account WHERE kind = 'pending' AND owner = $1)"    \
	" AND e.id > $2"
#define SETTLED                                                                \
	" = (SELECT id FROM account WHERE kind = 'settled' AND owner = $1)"    \
	" AND e.id > $2"
#define REDEEMED                                                               \
	" = (SELECT id FROM account WHERE kind = 'redeemed' AND owner = $1)"   \
	" AND e.id > $2"

static const struct export_part parts[] = {
	{"member", "member ",
		"number# name state= language language_chosen? time_zone "
		"mastodon_server hidden? joined_at@ paused_until@ "
		"badges_looked_for_at@ ",
		"SELECT 0, id, name, state, language, language_chosen, zone,"
		" mastodon, hidden, joined_at, paused_until, badges_at"
		" FROM member"
		" WHERE id = $1",
		"i", 0},
	{"accounts", "identity ", "chat account last_used_at@ ",
		"SELECT 0, chat, person, NULLIF(acted_at, 0) FROM identity"
		" WHERE member = $1",
		"i", 0},
	{"consents", "consent ", "answer= version# language at@ ",
		"SELECT 0, answer, version, language, at FROM consent"
		" WHERE member = $1 ORDER BY id",
		"i", 0},
	{"pauses", "pause ", "started_at@ ended_at@ ",
		"SELECT 0, started_at, ended_at FROM pause WHERE member = $1"
		" ORDER BY started_at",
		"i", 0},
	{"topics", "member_topic ", "topic ",
		"SELECT 0, t.name FROM member_topic m"
		" JOIN topic t ON t.id = m.topic WHERE m.member = $1",
		"i", 0},
	{"teams", "team_member ", "team ",
		"SELECT 0, t.name FROM team_member m"
		" JOIN team t ON t.id = m.team WHERE m.member = $1",
		"i", 0},
	{"link_codes", "pairing ", "expires_at@ used_at@ ",
		"SELECT 0, expires_at, used_at FROM pairing WHERE member = $1",
		"i", 0},
	{"wrong_link_codes", "pairing_try ", "count# since@ ",
		"SELECT 0, tries, since FROM pairing_try WHERE account = $1",
		"b", 0},
	{"kits", "kit ",
		"item address text_variant# own_text opened_at@ show_again_at@ "
		"declined? reacted_to reacted_at@ ",
		"SELECT k.item, i.title, i.url, k.variant, k.text,"
		" k.opened_at, k.later_at, k.declined, k.reacted_to,"
		" k.reacted_at FROM kit k JOIN item i ON i.id = k.item"
		" WHERE k.member = $1 AND k.item > $2 ORDER BY k.item LIMIT $3",
		"iii", 0},
	{"shares", "share ",
		"share# item address network evidence= text opened_at@ "
		"declared_at@ read_at@ withdrawn_at@ readers# ",
		"SELECT s.id, s.id, i.title, i.url, s.network,"
		" CASE s.evidence WHEN 0 THEN 'opened' WHEN 1 THEN 'declared'"
		" WHEN 2 THEN 'seen' WHEN 3 THEN 'confirmed' ELSE 'read' END,"
		" s.text, s.opened_at, s.declared_at, s.read_at,"
		" s.withdrawn_at, s.readers FROM share s"
		" JOIN item i ON i.id = s.item WHERE s.member IN " OWN
		" AND s.id > $2 ORDER BY s.id LIMIT $3",
		"iii", 0},
	{"links", "link ", "address~ share# network created_at@ ",
		"SELECT l.id, l.id, l.share, l.network, l.created_at"
		" FROM share s JOIN link l ON l.share = s.id"
		" WHERE s.member IN " OWN
		" AND l.id > $2 ORDER BY l.id LIMIT $3",
		"iii", 0},
	{"visits", "click click_day link_reach ",
		"link~ day^ visitor= visits# readers# ",
		"WITH own AS (SELECT l.id FROM share s"
		" JOIN link l ON l.share = s.id WHERE s.member IN " OWN
		" AND l.id > $2 ORDER BY l.id LIMIT $3)"
		" SELECT l.id, l.id, r.day, CASE r.class WHEN 0 THEN 'person'"
		" WHEN 1 THEN 'gateway' WHEN 2 THEN 'machine' ELSE 'own' END,"
		" r.hits, COALESCE((SELECT d.readers FROM click_day d"
		" WHERE d.link = l.id AND d.day = r.day"
		" AND d.class = r.class), 0) + CASE WHEN r.class = 0 THEN"
		" (SELECT count(*) FROM click c WHERE c.link = l.id"
		" AND c.reader = 1 AND c.at >= r.day * 86400000"
		" AND c.at < (r.day + 1) * 86400000) ELSE 0 END"
		" FROM own l LEFT JOIN link_reach r ON r.link = l.id"
		" ORDER BY l.id, r.day, r.class",
		"iii", 0},
	{"suggestions", "suggestion ", "item address at@ ",
		"SELECT 0, i.title, i.url, s.at FROM suggestion s"
		" JOIN item i ON i.id = s.item WHERE s.member = $1",
		"i", 0},
	{"suggested_lately", "suggested ", "count# since@ ",
		"SELECT 0, count, since FROM suggested WHERE account = $1", "b",
		0},
	{"awards", "award ",
		"award# share# item network for readers_needed# points# "
		"points_by_the_rules# stopped_by state= given_at@ settles_at@ "
		"expires_at@ ",
		"SELECT a.id, a.id, a.share, i.title, s.network, a.kind,"
		" a.step, a.points, a.wanted, a.stopped, a.state,"
		" a.created_at, a.settles_at, a.expires_at FROM award a"
		" JOIN item i ON i.id = a.item JOIN share s ON s.id = a.share"
		" WHERE a.member IN " OWN
		" AND a.id > $2 ORDER BY a.id LIMIT $3",
		"iii", 0},
	{"balances", "account ", "kind= points# ",
		"SELECT 0, kind, balance FROM account WHERE"
		" kind IN ('pending', 'settled', 'redeemed') AND owner = $1",
		"i", 0},
	{"entries", "entry ", "entry# at@ cause from= to= points# ",
		ENTRY "source" PENDING " UNION " ENTRY "source" SETTLED
		      " UNION " ENTRY "source" REDEEMED " UNION " ENTRY
		      "target" PENDING " UNION " ENTRY "target" SETTLED
		      " UNION " ENTRY "target" REDEEMED " ORDER BY 1 LIMIT $3",
		"iii", 0},
	{"entries_of_linked_accounts", "entry ",
		"entry# at@ cause from= to= points# ",
		"SELECT e.id, e.id, e.at, e.cause, s.kind, t.kind, e.points"
		" FROM entry e JOIN account s ON s.id = e.source"
		" JOIN account t ON t.id = e.target WHERE e.id IN"
		" (SELECT x.id FROM member m JOIN account a ON a.owner = m.id"
		" AND a.kind IN ('pending', 'settled', 'redeemed')"
		" JOIN entry x ON x.source = a.id OR x.target = a.id"
		" WHERE m.merged_into = $1) AND e.id > $2 ORDER BY e.id"
		" LIMIT $3",
		"iii", 0},
	{"badges", "badge ", "for= needed# at@ ",
		"SELECT 0, kind, needed, at FROM badge WHERE member = $1"
		" ORDER BY kind, needed",
		"i", 0},
	{"points_by_day", "tally ", "day^ campaign points# ",
		"SELECT 0, t.day, c.name, t.points FROM tally t"
		" JOIN campaign c ON c.id = t.campaign WHERE t.member = $1"
		" ORDER BY t.day",
		"i", 0},
	{"rankings", "standing ", "span= first_day^ campaign points# shown? ",
		"SELECT 0, s.span, NULLIF(s.start, 0), c.name, s.points,"
		" s.shown FROM standing s"
		" LEFT JOIN campaign c ON c.id = s.campaign"
		" WHERE s.member = $1 ORDER BY s.span, s.start",
		"i", 0},
	{"redemptions", "redemption reward_code ",
		"redemption# reward kind= points# value_in_minor_units# "
		"currency "
		"state= asked_at@ decided_at@ delivered_at@ note code* ",
		"SELECT d.id, d.id, w.name, d.kind, d.cost, d.value,"
		" d.currency, d.state, d.requested_at, d.decided_at,"
		" d.delivered_at, d.note, CASE d.state WHEN 'delivered' THEN"
		" c.box END FROM redemption d JOIN reward w ON w.id = d.reward"
		" LEFT JOIN reward_code c ON c.redemption = d.id"
		" WHERE d.member = $1 AND d.id > $2 ORDER BY d.id LIMIT $3",
		"iii", 0},
	{"second_looks", "hold ",
		"share# item network reason= part# whole# within_ms# "
		"opened_at@ until_at@ your_answer answered_at@ decision= "
		"points# note decided_at@ ",
		"SELECT 0, h.share, i.title, s.network, h.reason, h.part,"
		" h.whole, h.span, h.opened_at, h.until_at, h.answer,"
		" h.answered_at, h.decision, h.points, h.note, h.decided_at"
		" FROM share s JOIN hold h ON h.share = s.id"
		" JOIN item i ON i.id = s.item WHERE s.member IN " OWN
		" ORDER BY h.id",
		"i", 0},
	{"looked_at_by", "audit ", "chat account last_at@ ", NULL, "i", 0},
	{"messages", "post ", "what chat place message language sent_at@ ",
		"SELECT key, key, chat, place, message, language, at FROM post"
		" WHERE member = $1 AND key > $2 ORDER BY key LIMIT $3",
		"iti", 0},
	{"messages_waiting", "outbox ", "what chat due_at@ since@ ",
		"SELECT id, key, chat, due_at, created_at FROM outbox"
		" WHERE member = $1 AND id > $2 ORDER BY id LIMIT $3",
		"iii", 0},
	{"actions_received", "inbox ", "chat key at@ ",
		"SELECT 0, x.chat, x.key, x.at FROM inbox x"
		" WHERE EXISTS"
		" (SELECT 1 FROM identity i WHERE i.member = $1 AND"
		" replace(':' || x.key || ':', ':' || i.person || ':', '')"
		" <> ':' || x.key || ':')"
		" AND x.at > $2 AND x.at <= $2 + 3600000",
		"ii", WHEN_HOUR},
	{"actions_not_handled", "buried ", "chat what= why at@ ",
		"SELECT 0, b.chat, b.what, b.why, b.at FROM buried b"
		" WHERE EXISTS (SELECT 1 FROM identity i WHERE i.member = $1"
		" AND i.chat = b.chat AND (replace(b.body, i.person, '')"
		" <> b.body OR replace(b.key, i.person, '') <> b.key))",
		"i", 0},
	{"invitations", "stranger ", "answer= at@ ",
		"SELECT 0, answer, at FROM stranger WHERE hash = $1", "b", 0},
	{"items_you_added", "item ", "item address state= added_at@ ",
		"SELECT 0, x.title, x.url, x.state, x.created_at"
		" FROM identity i JOIN item x ON x.chat = i.chat"
		" AND x.person = i.person AND x.person <> ''"
		" WHERE i.member = $1",
		"i", 0},
	{"items_you_decided", "review ",
		"item address decision= note decided_at@ ",
		"SELECT 0, x.title, x.url, r.decision, r.note, r.decided_at"
		" FROM identity i JOIN review r ON r.chat = i.chat"
		" AND r.person = i.person AND r.person <> ''"
		" JOIN item x ON x.id = r.item WHERE i.member = $1",
		"i", 0},
	{"redemptions_you_decided", "redemption ",
		"redemption# state= decided_at@ ",
		"SELECT 0, d.id, d.state, d.decided_at FROM identity i"
		" JOIN redemption d ON d.chat = i.chat"
		" AND d.person = i.person AND d.person <> ''"
		" WHERE i.member = $1",
		"i", 0},
	{"second_looks_you_decided", "hold ", "number# decision= decided_at@ ",
		"SELECT 0, h.id, h.decision, h.decided_at FROM identity i"
		" JOIN hold h ON h.chat = i.chat AND h.person = i.person"
		" AND h.person <> '' WHERE i.member = $1",
		"i", 0},
	{"feeds_you_try", "feed_test ", "address ",
		"SELECT 0, f.url FROM identity i JOIN feed_test f"
		" ON f.chat = i.chat AND f.person = i.person"
		" WHERE i.member = $1",
		"i", 0},
	{"what_you_did_as_admin", "audit ", "at@ did about before after ",
		"SELECT a.id, a.at, a.did, a.about, a.before, a.after"
		" FROM identity i JOIN audit a ON a.chat = i.chat"
		" AND a.person = i.person WHERE i.member = $1 AND a.id > $2"
		" ORDER BY a.id LIMIT $3",
		"iii", 0},
};

const struct export_part *
export_at(size_t i)
{
	return i < sizeof parts / sizeof *parts ? &parts[i] : 0;
}
