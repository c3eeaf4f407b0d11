"""Names for what the user did not name: `adjective-noun-number`, at most 20 characters, such as `brisk-gull-417`.

Easy to say and to tell apart, not unique. The randomness is the operating system's own, so seeding a training script does not repeat
names, and naming does not disturb the script's random numbers.
"""

import secrets

MAX_NAME = 20

# Lengths matter: at most 8 + 7 letters, two dashes and three digits.
ADJECTIVES = tuple(
    """
    airy alpine amber arctic autumn azure balmy boreal breezy bright brisk calm clear clement coastal cool coral crisp dewy distant
    drifting eastern even fair fleet fresh frosty gentle glassy golden gusty hazy high icy keen light limpid lively lofty lucid lunar
    maritime marine mellow mild misty moonlit northern open pacific patient placid pearly polar quick quiet rainy ready rising rolling
    rosy salty sandy serene sheer silent silver sleek smooth snowy soft solar solid south sparkly spring starry steady still summer
    sunlit sunny swift tidal tranquil upper verdant vernal vivid warm west windy winter
    """.split()  # noqa: SIM905  # a list of one word a line would fill pages
)
NOUNS = tuple(
    """
    anchor aurora barge bay beacon beam birch bora breeze buoy cape cirrus cloud coast comet compass coral cove crest current cutter
    dawn delta dew dial dinghy drizzle drum dune dusk eddy estuary ferry fjord flare foam fog front frost gale gauge glacier glider
    gnomon grebe gull gust halo harbor haze helm heron hoar horizon iceberg inlet island jet kayak keel kelp ketch kite knot lagoon
    lantern lens log luff mast meadow meteor mist mistral monsoon moon needle nimbus oar ocean orbit osprey otter pearl pelican pen
    petrel pier pilot plover polaris prism puffin quay quill radar rain rainbow reef ridge rigging ripple river rotor rudder sail sea
    seal sextant shell shoal shore skiff skua sky sleet sloop snow solano sound spar spray star steppe stratus stream summit sun surf
    swell swift tern thaw thunder tide trade tundra valley vane vapor vortex wake wave wharf wind yawl zenith zephyr zonda
    """.split()  # noqa: SIM905  # a list of one word a line would fill pages
)


def generate_name() -> str:
    """A fresh name of at most 20 lower-case characters, one of some 10 million."""
    return f"{secrets.choice(ADJECTIVES)}-{secrets.choice(NOUNS)}-{secrets.randbelow(1000)}"
