"""The figures: which scene measures them, what is compared, the goal."""
import dataclasses

import acks
import fanout
import feeds
import boards
import redirects
import scale


@dataclasses.dataclass(frozen=True)
class Figure:
    name: str
    scene: str
    key: str          # of what each part of the scene measured
    unit: str
    at_least: float = None
    at_most: float = None
    peer: str = "peer"
    words: str = ""
    peer_key: str = None
    absolute: bool = False  # the goal is for ours, not for the ratio
    ours: str = "ours"

    def goal_text(self):
        if self.at_least is not None:
            return f">= {self.at_least:g}"
        return f"<= {self.at_most:g}"

    def is_held(self, result):
        value = result["ours"] if self.absolute else result["ratio"]
        if value is None:
            return None
        if self.at_least is not None:
            return value >= self.at_least
        return value <= self.at_most


FIGURES = [
    Figure("redirect_durable_vs_nginx", "redirect_64", "per_s", "req/s",
           at_least=0.4, words="64 connections, nginx `return 302`"),
    Figure("redirect_durable_c256", "redirect_256", "per_s", "req/s",
           at_least=0.45, words="the same with 256"),
    Figure("redirect_durable_c1000", "redirect_1000", "per_s", "req/s",
           at_least=0.5, words="the same with 1,000"),
    Figure("redirect_vs_node", "redirect_node", "per_s", "req/s",
           at_least=12, words="Fastify and SQLite, one commit a click"),
    Figure("acks_durable_vs_bolt", "acks", "acks_per_s", "acks/s",
           at_least=1, words="/advocate help, 64 in flight, Bolt stores nothing"),
    Figure("acks_durable_vs_bolt_durable", "acks", "acks_per_s", "acks/s",
           at_least=4, peer="durable", words="Bolt commits before its ack"),
    Figure("acks_plain_vs_bolt", "acks_plain", "acks_per_s", "acks/s",
           at_least=1, words="events that want no answer"),
    Figure("ack_p99_at_20", "acks_20", "p99_us", "us", at_most=0.5,
           words="send to ack, 20 a second"),
    Figure("ack_p99_at_1000", "acks_1000", "p99_us", "us", at_most=0.5,
           words="send to ack, 1,000 a second"),
    Figure("rss_idle_vs_bolt", "acks", "rss_idle_kb", "KiB", at_most=1 / 5,
           words="resident memory before the load"),
    Figure("rss_loaded_vs_bolt", "acks", "rss_loaded_kb", "KiB",
           at_most=1 / 8, words="resident memory after it"),
    Figure("start_vs_bolt", "start", "start_ms", "ms", at_most=1 / 5,
           words="exec to the first ack, 2 M links and 10 M ledger rows"),
    Figure("refresh_gap_vs_bolt", "refresh", "wait_ms", "ms", at_most=0,
           absolute=True, words="longest wait of an event for a connection"),
    Figure("feed_poll", "feeds", "ms", "ms", at_most=1,
           words="200 feeds of 50 entries, nothing new; curl in a loop"),
    Figure("board_10m", "board", "us", "us", at_most=1 / 100,
           words="top 10 and a rank, 7 and 30 days; SUM of the ledger"),
    Figure("fanout", "fanout", "ms", "ms", at_most=1.05,
           words="500 channels announced; the least that the limits allow"),
]

FIGURES += [
    Figure(f"chat_at_scale_{name}", f"chat_{name}", "us", "us",
           at_most=at_most, words=f"/campaign {scale.COMMANDS[name][0]}; "
           "plain SQL and an ack")
    for name, at_most in (
        ("list", 10), ("queue", 3), ("show", 2), ("report", 2), ("report_campaign", 2),
        # The loop is making the file of the one before meanwhile.
        ("report_item", 6), ("export", 40))
] + [
    Figure("table_100k", "table", "ms", "ms", at_most=1,
           words="a table of 100,000 items, made; a second of our time"),
    Figure("table_100k_slice", "table", "slice_ms", "ms", at_most=20,
           peer=None, absolute=True, words="its longest stay in the loop"),
]

SCENES = [*redirects.SCENES, *acks.SCENES, *feeds.SCENES, *boards.SCENES,
          *fanout.SCENES, *scale.SCENES]
