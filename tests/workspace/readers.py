"""People outside who follow links, each from an address of their own (all of
127.0.0.0/8 is this machine) and with a browser of their own."""

import aiohttp
from yarl import URL

BROWSERS = [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 "
    "Firefox/145.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605."
    "1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.6 Safari/605.1.15",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like "
    "Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
]
OTHERS = {
    "slackbot": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "linkedinbot": "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-"
                   "HttpClient +http://www.linkedin.com)",
    "twitterbot": "Twitterbot/1.0",
    "facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/"
                "externalhit_uatext.php)",
    "whatsapp": "WhatsApp/2.23.20.0",
    "mastodon": "Mastodon/4.3.0 (http.rb/5.2.0; +https://mastodon.social/)",
    "bluesky": "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; "
               "+mailto:support@bsky.app)",
    "googlebot": "Mozilla/5.0 (compatible; Googlebot/2.1; "
                 "+http://www.google.com/bot.html)",
    "curl": "curl/8.10.1",
    "outlook": "Microsoft Office/16.0 (ms-office; MSOffice 16)",
    "linkedinapp": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) "
                   "AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
                   "[LinkedInApp]/9.30",
    "nothing": "",
}
NAVIGATION = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate",
              "Sec-Fetch-Site": "cross-site", "Sec-Fetch-User": "?1",
              "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
              "Accept-Language": "en-GB,en;q=0.8"}


class Readers:
    def __init__(self, workspace):
        self.ws = workspace
        self.journal = workspace.journal

    async def follow(self, url, reader=1, **how):
        """One request, no redirect followed. how: method, agent (a key of
        OTHERS or the words themselves), headers, address. Returns status,
        location and headers."""
        agent = how.get("agent")
        headers = dict(how.get("headers") or {})
        if agent is None:
            headers = {**NAVIGATION, **headers}
            headers.setdefault(
                "User-Agent", BROWSERS[(reader - 1) % len(BROWSERS)])
        else:
            headers["User-Agent"] = OTHERS.get(agent, agent)
        address = how.get("address") or \
            f"127.0.{7 + reader // 200}.{reader % 200 + 1}"
        connector = aiohttp.TCPConnector(local_addr=(address, 0))
        skip = ["User-Agent"] if not headers["User-Agent"] else []
        if skip:
            headers.pop("User-Agent")
        async with aiohttp.ClientSession(
                connector=connector, skip_auto_headers=skip) as session:
            async with session.request(
                    how.get("method") or "GET", URL(url, encoded=True),
                    headers=headers,
                    allow_redirects=False,
                    timeout=aiohttp.ClientTimeout(10)) as reply:
                body = await reply.text(errors="replace")
                result = {"status": reply.status, "url": str(reply.url),
                          "location": reply.headers.get("Location"),
                          "headers": dict(reply.headers),
                          "body": body[:20_000]}
        self.journal.note("followed", reader=reader, url=url,
                          status=result["status"],
                          location=result["location"])
        return result

    async def open(self, name, url):
        """A person's own browser opens an address from the chat. Returns
        what follow() returns."""
        number = 180 + list(self.ws.world.users).index(
            self.ws.world.user(name)["id"])
        return await self.follow(url, number)
