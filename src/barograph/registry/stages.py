"""Stage names as people write them."""

from barograph.errors import InvalidValue, shown
from barograph.model import Stage

_STAGES = {stage.value.lower(): stage for stage in Stage}


def parse_stage(text: str) -> Stage:
    """The stage that `text` names in any case; `InvalidValue` lists the four stages if none."""
    try:
        return _STAGES[text.lower()]
    except (KeyError, AttributeError):
        known = ", ".join(stage.value for stage in Stage)
        raise InvalidValue(f"Invalid stage {shown(text)}. A model version's stage is one of {known}, in any case.") from None


def parse_archiving_stage(text: str) -> Stage:
    """A stage whose present versions may be archived by a transition: Staging or Production; others raise `InvalidValue`."""
    stage = parse_stage(text)
    if stage not in (Stage.STAGING, Stage.PRODUCTION):
        raise InvalidValue(f"Versions in stage {stage.value} cannot be archived by a transition. Leave archive_existing_versions false.")
    return stage
