"""What a unit sees: the facts about itself, and those that belong to nobody in particular."""

from sammeter.facts import Fact, Seen, World


def unit_world(world: World, unit: str, this: Fact) -> World:
    """Return the world as one unit sees it: records that name another unit of that sort are left out.

    A record names its unit in the field called like the unit (``app``, ``component``, or ``apps`` as a list). A record
    without that field belongs to everybody. The unit's name is its `id`, or the field called like the unit. Of a unit
    whose name is not known nobody can tell which named records are its own: they are left out, and nothing is complete.
    """
    name = this.fields.get("id", this.fields.get(unit, this.fields.get("name")))
    seen = {
        kind: Seen(
            facts=tuple(fact for fact in found.facts if fact is this or _sees(fact, unit, name)),
            complete=found.complete and (name is not None or all(_belongs_to_all(fact, unit) for fact in found.facts)),
            word=found.word,
        )
        for kind, found in world.seen.items()
    }
    return World(as_of=world.as_of, collected_at=world.collected_at, seen=seen)


def _sees(fact: Fact, unit: str, name: object) -> bool:
    stated = fact.fields.get(unit, fact.fields.get(f"{unit}s"))
    if stated is None:
        return True
    return name in stated if isinstance(stated, tuple) else stated == name


def _belongs_to_all(fact: Fact, unit: str) -> bool:
    return unit not in fact.fields and f"{unit}s" not in fact.fields
