"""Pieces of the training code whose mistakes would be silent."""

from __future__ import annotations

import random
import warnings

import numpy as np
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    torch = pytest.importorskip("torch", reason="torch is not installed: training code is not tested")
    for needed in ("sklearn", "onnx", "zstandard", "scipy"):
        pytest.importorskip(needed, reason=f"{needed} is not installed: training code is not tested")
    from models import calibrate, corpus, finetune, labelled, metrics, perturb, wide
    from models.encoder import Encoder, EncoderConfig
    from models.labelled import Example
    from models.optim import orthogonal
    from models.pretrain import MASKED, TiedLoss, mask_words, word_starts

pytestmark = pytest.mark.torch
SMALL = EncoderConfig(vocab_size=50, layers=2, width=32, heads=2, inner=64)


def test_no_research_only_source_is_ever_read() -> None:
    assert not [name for name in (*corpus.UNLABELLED, *corpus.LABELLED) if name.endswith("_nc")]
    with pytest.raises(ValueError, match="may not be used"):
        next(corpus.unlabelled_lines("finchat_nc"))


def test_padding_changes_nothing() -> None:
    torch.manual_seed(0)
    encoder = Encoder(SMALL).eval()
    for block in encoder.blocks:
        torch.nn.init.normal_(block.out.weight, std=0.1)
    ids = torch.randint(5, 50, (1, 7))
    padded = torch.cat([ids, torch.zeros(1, 5, dtype=torch.long)], 1)
    alone = encoder(ids)[-1]
    beside = encoder(padded, padded > 0)[-1][:, :7]
    assert torch.allclose(alone, beside, atol=1e-5)


def test_the_chunked_loss_and_its_gradients_are_those_of_cross_entropy() -> None:
    torch.manual_seed(0)
    hidden, table, bias = (torch.randn(*shape, requires_grad=True) for shape in ((20, 16), (40, 16), (40,)))
    target = torch.randint(0, 40, (20,))
    plain = torch.nn.functional.cross_entropy(hidden @ table.T + bias, target)
    expected = torch.autograd.grad(plain, (hidden, table, bias))
    loss = TiedLoss.apply(hidden, table, bias, target)
    got = torch.autograd.grad(loss, (hidden, table, bias))
    assert loss.item() == pytest.approx(plain.item(), rel=0.02)
    for one, other in zip(got, expected, strict=True):
        assert torch.allclose(one, other, atol=0.02 * float(other.abs().max()) + 1e-4)


def test_masking_takes_whole_words() -> None:
    starts = torch.ones(60, dtype=torch.bool)
    starts[30:] = False  # pieces 30.. continue a word
    ids = torch.tensor([[2, *([10, 30, 31] * 21)]])
    _, at, target = mask_words(ids, starts, 4, torch.Generator().manual_seed(1))
    places_taken = set(at[0].tolist())
    assert len(places_taken) == MASKED
    assert 0 not in places_taken
    words = [(p - 1) // 3 for p in places_taken]
    broken = [w for w in set(words) if words.count(w) != 3]
    assert len(broken) <= 1  # only the last word may be cut by the count
    assert (ids[0][at[0]] == target).all()


def test_muon_makes_orthogonal_updates() -> None:
    stack = orthogonal(torch.randn(2, 32, 64, generator=torch.Generator().manual_seed(3)))
    values = torch.linalg.svdvals(stack.float())
    assert values.min() > 0.5
    assert values.max() < 1.5


def test_every_perturbation_repeats_exactly_and_leaves_text() -> None:
    text = "Hei, minä olen todella pettynyt: paketti myöhästyi!"
    for change in perturb.ALL.values():
        assert change(text, random.Random(1)) == change(text, random.Random(1)) != ""
    assert perturb.recogniser(text, random.Random(1)) == "hei minä olen todella pettynyt paketti myöhästyi"
    assert "ä" not in perturb.no_umlauts(text, random.Random(1))


def test_thresholds_and_offsets_find_what_separates() -> None:
    truth = np.array([[0.0], [0.0], [0.0], [1.0], [1.0]] * 20)
    scores = np.array([[0.1], [0.15], [0.2], [0.3], [0.35]] * 20)
    assert 0.2 < metrics.best_thresholds(truth, scores)[0] <= 0.3
    logs = np.array([[0.0, 0.6, 0.0]] * 10 + [[0.0, 0.2, 0.0]] * 10)
    assert metrics.best_offsets((np.array([1] * 10 + [0] * 10), logs))[0] > 0


def test_a_confident_model_that_is_right_half_the_time_is_badly_calibrated() -> None:
    right = np.array([0, 1] * 60)
    assert metrics.calibration_error(np.full(120, 0.9), right) == pytest.approx(0.4)
    assert metrics.calibration_error(np.full(120, 0.5), right) == pytest.approx(0.0)


def test_the_wide_branch_scores_as_its_machines_do() -> None:
    rng = np.random.default_rng(0)
    columns = wide.COLUMNS
    table = rng.normal(size=(wide.ngrams.BUCKETS, columns + 1)).astype(np.float32)
    table[:, columns] = 4.0
    numbers = wide.ngrams.buckets("ei ole")
    expected = table[numbers, :columns].sum(0) / np.sqrt(4.0 * len(numbers)) + 1
    assert np.allclose(wide.score(table, np.ones(columns), ["ei ole"])[0], expected, atol=1e-4)


def test_a_row_teaches_only_the_heads_it_has_labels_for() -> None:
    options = finetune.arguments().parse_args([])
    forum = finetune.row(Example("a", "finnsentiment", (0.25, 0.75, 0.0), -0.5, convention="forum"), options)
    assert {name for name, part in forum.parts.items() if part.weight} == {
        "sentiment",
        "convention",
        "valence",
    }
    assert (
        forum.parts["sentiment"].target == (0.25, 0.75, 0.0) + (0.0,) * 6
    )  # the other conventions learn nothing
    toxic = finetune.row(Example("a", "suomi24_toxicity", toxic=1.0), options)
    assert {name for name, part in toxic.parts.items() if part.weight} == {"toxic"}


def test_polarity_follows_from_emotions_as_in_the_films() -> None:
    assert labelled.polarity_of(["joy", "trust"]) == "positive"
    assert labelled.polarity_of(["anger", "surprise"]) == "negative"
    assert labelled.polarity_of(["joy", "fear"]) == "mixed"
    assert (labelled.polarity_of(["surprise"]), labelled.polarity_of([])) == ("surprise", "neutral")


CALIBRATION = {
    "convention_share": 0.0, "convention_bias": [0.0] * 3, "sentiment_share": [0.0] * 3, "temperature": [1.0] * 3,
    "sentiment_bias": [[0.0] * 3] * 3, "emotion_share": 0.0, "platt_slope": [1.0] * 8, "platt_bias": [0.0] * 8,
    "feeling_share": 0.0, "feeling_temperature": 1.0,
}  # fmt: skip


def raw_scores(convention: list[float]) -> dict[str, np.ndarray]:
    opinions = np.array(
        [[[5.0, 0, 0], [0, 5.0, 0], [0, 0, 5.0]]]
    )  # forum negative, film neutral, service positive
    named = np.zeros((1, 9))
    named[0, 4] = 6.0
    return {
        "convention": np.array([convention]), "sentiment": opinions, "emotions": np.full((1, 8), -6.0), "feeling": named,
        "wide": np.zeros((1, wide.COLUMNS)),
    }  # fmt: skip


@pytest.mark.parametrize(("convention", "label"), [([9.0, 0, 0], 0), ([0, 9.0, 0], 1), ([0, 0, 9.0], 2)])
def test_the_convention_that_a_text_follows_decides_its_sentiment(
    convention: list[float], label: int
) -> None:
    sentiment, _ = calibrate.probabilities(raw_scores(convention), CALIBRATION)
    assert sentiment[0].argmax() == label
    assert sentiment.sum() == pytest.approx(1.0)


def test_the_named_feeling_counts_in_service_talk_only() -> None:
    _, service = calibrate.probabilities(raw_scores([0, 0, 9.0]), CALIBRATION)
    _, film = calibrate.probabilities(raw_scores([0, 9.0, 0]), CALIBRATION)
    assert service[0].argmax() == 4
    assert film[0].argmax() == 8  # nothing was marked: none


def test_authored_train_and_dev_share_no_text() -> None:
    train, dev = ({e.text.lower().strip() for e in labelled.authored(split)} for split in ("train", "dev"))
    assert not train & dev


def test_word_starts_knows_continuations() -> None:
    class Pieces:
        def id_to_token(self, number: int) -> str:
            return ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "▁pake", "tti", "!", "7"][number]

    assert word_starts(Pieces(), 9).tolist() == [True] * 6 + [False, True, True]  # type: ignore[arg-type]
