"""Short ways to a beginning. Each plays the real conversation."""

from .deeds import follows, publish, presses, types
from .language import step
from .sights import bot_in, bot_to, never_mind
from .store import ledger, member


@step("given {title} stands in #news")
async def given_story(stage, title):
    """Published in the blog and announced."""
    await publish(stage, title)
    await bot_in(stage, "#news", f'card "{title}"')


@step("given {who} is a member")
async def given_member(stage, who):
    """Joined by the command, before anything else."""
    await types(stage, who, "/advocate join")
    await bot_to(stage, who, "words")
    await member(stage, who, "active")
    stage.gather()
    stage.shown = [f for f in stage.shown
                   if f.get("to") != [stage.user(who)["id"]]]


@step("given {who} has posted {title} on {network}")
async def given_post(stage, who, title, network):
    """Pressed Share on the card and the network in the kit."""
    await presses(stage, who, "Share", "#news", title)
    await bot_to(stage, who, f'kit for "{title}"')
    await presses(stage, who, network)


@step("given {who} has {points} points of her own")
async def given_points(stage, who, points):
    """A member whose one share was read; the scene's rules give as many for
    that, and hold them for some minutes at most."""
    title = f"News for {who}"
    await given_story(stage, title)
    await given_member(stage, who)
    await given_post(stage, who, title, "LinkedIn")
    stage.ws.clock.move(stage.duration("10m"))
    await follows(stage, "1", f"{who}'s link")
    await ledger(stage, who, f"pending {points}")
    stage.ws.clock.move(stage.duration("10m"))
    await ledger(stage, who, f"settled {points}")
    await never_mind(stage)
