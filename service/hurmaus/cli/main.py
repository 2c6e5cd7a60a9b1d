"""``hurmaus``: the verbs, and how their errors look. Each verb's work lies in the module of its name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hurmaus import __version__
from hurmaus.errors import HurmausError

app = typer.Typer(
    name="hurmaus",
    help="Real-time, emotion-aware assist for Finnish contact centres.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
playbook_app = typer.Typer(help="Check and show playbooks.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(playbook_app, name="playbook")

InputFile = Annotated[Path | None, typer.Argument(help="File to read; standard input without it.")]
ModelDir = Annotated[
    Path | None, typer.Option("--model-dir", help="Model directory; the shipped model without it.")
]


def main() -> None:
    """Run the command line; what a user can mend is one clear line on stderr and exit code 2."""
    try:
        app()
    except HurmausError as error:
        typer.echo(f"hurmaus: {error.message}", err=True)
        raise SystemExit(2) from None
    except BrokenPipeError:
        raise SystemExit(0) from None


def _version(show: bool) -> None:
    if show:
        typer.echo(f"hurmaus {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Real-time, emotion-aware assist for Finnish contact centres."""


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to bind; default 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = None,
    store: Annotated[
        str | None, typer.Option(help="SQLite file, or redis://...; default ./hurmaus.db.")
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Serve the demo page at /.")] = False,
) -> None:
    """Serve WebSocket and HTTP, the sidebar, health and metrics."""
    from hurmaus.cli.serve import run

    run(host=host, port=port, store=store, demo=demo)


@app.command()
def analyse(
    file: InputFile = None,
    role: Annotated[str, typer.Option(help="Who speaks: customer or agent.")] = "customer",
    model_dir: ModelDir = None,
) -> None:
    """Read one utterance a line, write one JSON object a line, in order."""
    from hurmaus.cli.analyse import run

    run(file, role=role, model_dir=model_dir)


@app.command()
def replay(
    file: InputFile = None,
    start: Annotated[
        str | None, typer.Option(help="ISO 8601 time of 'at' 0; without it 'at' counts from the Unix epoch.")
    ] = None,
    channel: Annotated[str, typer.Option(help="chat, email or phone.")] = "chat",
    playbook: Annotated[str | None, typer.Option(help="Playbook id; the default one without it.")] = None,
    model_dir: ModelDir = None,
) -> None:
    """Replay a conversation (JSON Lines with role, text, at) on its own clock, one JSON object a turn."""
    from hurmaus.cli.replay import run

    run(file, start=start, channel=channel, playbook=playbook, model_dir=model_dir)


@playbook_app.command("check")
def playbook_check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Playbook files or folders; the shipped ones without any.")
    ] = None,
) -> None:
    """Check playbooks; every problem names file, line and remedy. Exit code 1 when there is one."""
    from hurmaus.cli.playbook import check_paths

    check_paths(paths or [])


@playbook_app.command("show")
def playbook_show(
    playbook: Annotated[str | None, typer.Argument(help="Playbook id or file; a list without it.")] = None,
) -> None:
    """Show a playbook: steps, rules and phrases."""
    from hurmaus.cli.playbook import show

    show(playbook)


@app.command()
def token(
    subject: Annotated[str, typer.Argument(help="Who the token is for, e.g. a desktop or a platform.")],
    conversation: Annotated[
        list[str] | None, typer.Option(help="Conversation it reaches; repeatable. All without it.")
    ] = None,
    queue: Annotated[list[str] | None, typer.Option(help="Queue it reaches; repeatable.")] = None,
    hours: Annotated[float, typer.Option(help="How long it is valid, at most ten years.")] = 12.0,
) -> None:
    """Make an access token, signed with HURMAUS_SECRET."""
    from hurmaus.cli.token import run

    run(subject, conversations=conversation, queues=queue, hours=hours)


@app.command()
def erase(
    conversation: Annotated[str, typer.Argument(help="Conversation id.")],
    store: Annotated[
        str | None, typer.Option(help="SQLite file, or redis://...; default ./hurmaus.db.")
    ] = None,
) -> None:
    """Remove every trace of one conversation from the store."""
    from hurmaus.cli.erase import run

    run(conversation, store=store)
