"""`barograph agent` whose jobs run in `agent_child`: the arguments are those of the command."""

import sys
from functools import partial
from pathlib import Path

from barograph.cli.main import main
from barograph.projects.agent import agent

if __name__ == "__main__":
    child = (sys.executable, str(Path(__file__).with_name("agent_child.py")))
    agent.AgentSettings = partial(agent.AgentSettings, command=child)
    sys.argv.insert(1, "agent")
    main()
