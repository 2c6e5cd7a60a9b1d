"""The playbooks in force, and which of them a conversation follows. Pure.

In this order: the one that was asked for at the start, the one of its queue, the one of its topic, the one for
complaints once there is a problem, the one for enquiries once something was asked, else the default.
"""

from __future__ import annotations

from collections.abc import Mapping

from hurmaus.coach.engine import Ruleset
from hurmaus.coach.playbook import Playbook
from hurmaus.conversation.events import PlaybookChosen
from hurmaus.conversation.state import ConversationState
from hurmaus.errors import ConfigurationError
from hurmaus.understanding.phrases import Phrasebook


class Shelf:
    """Compiled playbooks by id. Never changed: a reload makes another.

    Raises:
        ConfigurationError: the default or a queue's playbook is not among them.

    """

    def __init__(self, playbooks: Mapping[str, Playbook], default: str, queues: Mapping[str, str]) -> None:
        if default not in playbooks:
            raise ConfigurationError(
                f"there is no playbook {default} among {', '.join(sorted(playbooks)) or 'none'};"
                f" put {default}.yaml into the playbook folder (HURMAUS_PLAYBOOKS_DIR),"
                " or leave the setting out"
            )
        for queue, name in queues.items():
            if name not in playbooks:
                raise ConfigurationError(
                    f"the queue {queue} is to follow the playbook {name}, which is not among "
                    f"{', '.join(sorted(playbooks))}; mend HURMAUS_QUEUE_PLAYBOOKS or add the playbook"
                )
        self.playbooks = dict(playbooks)
        self._rulesets = {name: Ruleset(playbook) for name, playbook in playbooks.items()}
        self._default = default
        self._queues = dict(queues)
        # of two that serve the same the later wins: a folder's own come after the shipped ones
        self._serving = {matter: name for name, book in playbooks.items() for matter in book.serves}

    @property
    def requests(self) -> Phrasebook | None:
        """What finds the requests that the company's own service description holds outside."""
        description = self.playbooks[self._default].description
        return None if description is None else description.requests

    def knows(self, name: str) -> bool:
        """Return whether there is a playbook of this id."""
        return name in self._rulesets

    def ruleset(self, name: str | None) -> Ruleset:
        """Return the playbook of this id compiled, the default one for None or an unknown id."""
        return self._rulesets.get(name or self._default, self._rulesets[self._default])

    def given(self, playbook: str | None, queue: str | None) -> str | None:
        """Return the playbook that a conversation keeps whatever it is about; None when that may decide."""
        return playbook if playbook is not None else self._queues.get(queue or "")

    def turned(self, state: ConversationState, now: float) -> tuple[PlaybookChosen, ...]:
        """Return that the conversation follows another playbook or another edition from now on, if it does."""
        playbook = self.ruleset(self._fitting(state)).playbook
        same_edition = not state.edition or state.edition == playbook.edition
        if same_edition and playbook.id == (state.playbook or self._default):
            return ()
        return (
            PlaybookChosen(at=now, playbook=playbook.id, edition=playbook.edition, steps=playbook.step_specs),
        )

    def _fitting(self, state: ConversationState) -> str | None:
        if state.playbook_given:
            return state.playbook
        if state.topic is not None and state.topic in self._serving:
            return self._serving[state.topic]
        if state.problem is not None:
            return self._serving.get("complaint")
        if state.seen("enquiry") is not None:
            return self._serving.get("enquiry", state.playbook)
        return state.playbook
