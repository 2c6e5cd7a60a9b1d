"""One error tree. A code tells the client what to do; no error ever carries a customer's words."""

from __future__ import annotations

from typing import ClassVar

# HurmausError
# ├── InvalidMessage           invalid_json, invalid_message, unknown_type, invalid_text, too_large
# ├── NotAllowed               unauthorised, forbidden
# ├── WrongOrder               hello_first, unknown_conversation, conversation_ended, unknown_playbook,
# │                            unknown_step
# ├── Overloaded               overloaded (retryable, with retry_after_ms)
# ├── StoreUnavailable         degraded (retryable, with retry_after_ms)
# │   └── StoreDamaged         internal (not retryable): waiting will not mend it
# ├── Conflict                 conflict (retryable)
# ├── MaskingFailed            raised inside only: masking broke, so the text was refused (fails closed)
# ├── AgentTextRefused         raised inside only: agent text stood at the emotion model's door
# └── ConfigurationError       settings, playbooks, model files: says what to do; for the command line


class HurmausError(Exception):
    """Base of all errors of this package.

    ``code`` is stable and machine-readable; ``field`` names the member at fault (a name, never its value);
    ``retryable`` says that the same request may succeed later, after ``retry_after_ms`` where given.
    """

    code: ClassVar[str] = "internal"
    retryable: ClassVar[bool] = False

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        field: str | None = None,
        retry_after_ms: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.wire_code = code or type(self).code
        self.field = field
        self.retry_after_ms = retry_after_ms


class InvalidMessage(HurmausError):
    """The message itself is wrong: sending it again unchanged will not help."""

    code = "invalid_message"


class NotAllowed(HurmausError):
    """The token is missing, wrong, expired, or does not reach this conversation."""

    code = "forbidden"


class WrongOrder(HurmausError):
    """The message is fine but came at the wrong time or for something that does not exist."""

    code = "wrong_order"


class Overloaded(HurmausError):
    """Refused aloud before any work was done; send again after ``retry_after_ms``."""

    code = "overloaded"
    retryable = True


class StoreUnavailable(HurmausError):
    """The store cannot commit just now; nothing was acked, nothing is half done."""

    code = "degraded"
    retryable = True


class StoreDamaged(StoreUnavailable):
    """The store's file is damaged: nothing was acked, and trying again will not help until a person mends it."""

    code = "internal"
    retryable = False


class Conflict(HurmausError):
    """Another writer kept winning the same conversation; try again."""

    code = "conflict"
    retryable = True


class AgentTextRefused(HurmausError):
    """Agent text reached the emotion model's door (privacy rule 1). A bug, never a user's mistake."""

    code = "internal"


class MaskingFailed(HurmausError):
    """Masking broke on a text (privacy rule 5): it is refused, never passed on. A bug, never a user's mistake."""

    code = "internal"


class ConfigurationError(HurmausError):
    """Settings, a playbook or a model directory cannot be used; the message says what to do."""

    code = "configuration"
