"""pending_post_id: for 30 seconds after a post was made the same key gives the
same post, whoever asks and for whatever channel."""

from .errors import AppError

SECONDS, MOST = 30, 25_000
BUSY = object()


class Pending:
    def __init__(self, world):
        self.world = world
        self.known = {}                 # key -> (BUSY or post id, when)

    def seen(self, key, user):
        """The post that was made with that key, or None: then it is noted
        as being made. Raises while somebody is at it."""
        if not key:
            return None
        found, until = self.known.get(key, (None, 0))
        if found is not None and until < self.world.clock.steady():
            found = None
        if found is BUSY:
            raise AppError("api.post.deduplicate_create_post.pending", 500)
        if found is None:
            self._keep(key, BUSY)
            return None
        post = self.world.find(found)
        if post is None:
            raise AppError("api.post.deduplicate_create_post.failed_to_get",
                           500)
        channel = self.world.channels[post["channel_id"]]
        if self.world.modern and not self.world.may_read(user, channel):
            return None                 # made anew, the key stays as it is
        return post

    def _keep(self, key, what):
        if len(self.known) >= MOST:
            self.known.pop(next(iter(self.known)))
        self.known[key] = (what, self.world.clock.steady() + SECONDS)

    def done(self, key, post):
        if key:
            self._keep(key, post["id"])

    def forget(self, key):
        self.known.pop(key, None)
