"""Short ways to a beginning. Each plays the real conversation."""

from .deeds import publish, presses, types
from .language import step
from .sights import bot_in, bot_to
from .store import member


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
