"""How often the tests find a difference where there is none: `python -m tests.benchmarks.size [tables]`.

Seven groups of 160 to 420 respondents, a multi-code question of ten options (60% to 10%), a scale, and no difference
between groups; weights with design effects 1, 1.3 and 2, which say nothing of the answers or go along with them.
Each test is at 5%. Sizes should be 4 to 6%, and families at most 5% with Holm. The indented rows are what the letters
would be with less known of the weights. Rao and Scott's F, here as R has it, rejects too often where few heavy
respondents make a cell.
"""

from __future__ import annotations

import sys

from tests.statistics.sizes import World, rates

TABLES = 2000
WORLDS = (World(1), World(1.3), World(2), World(1.3, 0.5), World(1.3, -0.5), World(2, 0.5), World(2, -0.5))


def main() -> None:
    """Prints the measured rates."""
    tables = int(sys.argv[1]) if len(sys.argv) > 1 else TABLES
    found = [rates(world, tables, seed) for seed, world in enumerate(WORLDS)]
    heads = [f"{world.design_effect:g}" + (f" {world.related:+g}" if world.related else "") for world in WORLDS]
    print(f"{tables:,} SYNTHETIC tables each; found where there is nothing, in %")
    print(f"{'design effect, answers with weights':36}" + "".join(f"{head:>10}" for head in heads))
    for name in found[0]:
        print(f"{name:36}" + "".join(f"{100 * each[name]:10.2f}" for each in found))


if __name__ == "__main__":
    main()
