"""scripts/bench: rounds of ours and the peer in turn, medians, ratios."""
import argparse
import json
import signal
import statistics
import sys

import figures
import machine
import needs


def arguments(argv):
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measures the daemon against its peers, in turn, on this "
        "machine. Only the ratios say something about another machine.")
    parser.add_argument("name", nargs="*", help="figures; all without any")
    parser.add_argument("--json", action="store_true",
                        help="one object a line")
    parser.add_argument("--runs", type=int, default=5,
                        help="counted rounds (5)")
    parser.add_argument("--list", action="store_true",
                        help="names and goals")
    return parser.parse_args(argv)


def measure(scene, runs):
    """What each part of a scene measured, round by round; the first round of
    each only warms up."""
    seen = {part: [] for part in scene.parts}
    with scene.around():
        for number in range(runs + 1):
            for part, function in scene.parts.items():
                result = function()
                if number > 0:
                    seen[part].append(result)
                print(f"# {scene.name} round {number} {part}: "
                      f"{json.dumps(result)}", file=sys.stderr)
    return seen


def median(seen, part, key):
    if part is None:
        return None
    return statistics.median(result[key] for result in seen[part])


def conclude(figure, seen, runs):
    ours = median(seen, figure.ours, figure.key)
    peer = median(seen, figure.peer, figure.peer_key or figure.key)
    ratio = None if not peer else round(ours / peer, 6)
    return {"name": figure.name, "ours": ours, "peer": peer, "ratio": ratio,
            "unit": figure.unit, "runs": runs}


def show(figure, result, as_json):
    if as_json:
        print(json.dumps(result), flush=True)
        return
    held = {True: "held", False: "MISSED", None: ""}[figure.is_held(result)]
    peer = "-" if result["peer"] is None else f"{result['peer']:,.1f}"
    ratio = "-" if result["ratio"] is None else f"{result['ratio']:.3g}"
    print(f"{figure.name:30} ours {result['ours']:>12,.1f}  "
          f"peer {peer:>12} {figure.unit:8} ratio {ratio:>8}  "
          f"goal {figure.goal_text():>8} {held}", flush=True)


def main(argv):
    options = arguments(argv)
    if options.list:
        for figure in figures.FIGURES:
            print(f"{figure.name:30} {figure.goal_text():>8}  {figure.words}")
        return 0
    known = {figure.name for figure in figures.FIGURES}
    for name in options.name:
        if name not in known:
            print(f"scripts/bench: no figure {name}", file=sys.stderr)
            return 2
    wanted = [figure for figure in figures.FIGURES
              if not options.name or figure.name in options.name]
    # what was started is stopped when the bench is
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        machine.WORK.mkdir(parents=True, exist_ok=True)
        needs.install()
        machine.build()
    except machine.Failed as failure:
        print(f"scripts/bench: {failure}", file=sys.stderr)
        return 1
    failed = False
    for scene in figures.SCENES:
        of_scene = [f for f in wanted if f.scene == scene.name]
        if not of_scene:
            continue
        try:
            seen = measure(scene, options.runs)
        except machine.Failed as failure:
            print(f"scripts/bench: {scene.name}: {failure}", file=sys.stderr)
            failed = True
            continue
        for figure in of_scene:
            show(figure, conclude(figure, seen, options.runs), options.json)
    return 1 if failed else 0
