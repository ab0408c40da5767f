"""Every term of Part I is defined, taught in one chapter, and named in three languages."""

import re

import pytest
import vocabulary

# What machine-translated tutorials write, and must not be read as a name here.
WRONG = {
    "convolution": ("circunvolución",),
    "pooling": ("puesta en común", "合并"),
    "flattening": ("aplastamiento",),
    "padding": ("imbottitura", "对齐"),
    "stride": ("zancada", "步骤"),
    "kernel": ("核心",),
    "layer": ("copertina",),
}
PART_I = """
accuracy, activation, Adam, aliasing, architecture, backpropagation, batch, bias, channel,
class, convolution, cross-correlation, cross-entropy, dilation, downsampling, epoch,
equivariance, feature, filter, flattening, gradient, head, invariance, kernel, label, layer,
learning rate, linear, locality, logits, loss, luminance, momentum, nat,
network, non-linear, one-hot, output, overfitting, overflow, padding, parameter, permutation,
pixel, pooling, probability, receptive field, ReLU, reshape, saturation, seed,
shape, sigmoid, slice, softmax, step, stride, temperature, tensor, transpose, unit, valid,
weight, window
"""
TERMS = vocabulary.terms()


def test_the_terms_stand_in_the_order_of_the_alphabet_and_once():
    names = [name.casefold() for term in TERMS for name in term.names]
    assert len(set(names)) == len(names)
    firsts = [term.names[0].casefold() for term in TERMS]
    assert firsts == sorted(firsts)


def test_every_word_of_part_one_has_its_chapter():
    taught = vocabulary.taught()
    words = " ".join(PART_I.split()).casefold().split(", ")
    assert [word for word in words if word not in taught] == []
    assert len(taught) > 100


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"the {term.names[0]}")
def test_a_term_is_defined_shortly_and_named_in_three_languages(term):
    assert len(term.definition) < 320
    assert re.search(r"[.)]$", term.definition)
    for language in vocabulary.LANGUAGES:
        assert getattr(term, language).strip(" …")
    same_everywhere = {"Adam", "Keras", "PyTorch"}
    if term.names[0] not in same_everywhere:
        assert re.search(r"[\u4e00-\u9fff]", term.zh)


@pytest.mark.parametrize("name", WRONG)
def test_a_garbled_name_is_called_wrong_and_nothing_else(name):
    (term,) = [term for term in TERMS if name in term.names]
    for wrong in WRONG[name]:
        lines = " · ".join((term.es, term.it, term.zh))
        assert re.search(rf"not [^·)]*{wrong}", lines)
        assert all(lines.count(wrong) == 1 and wrong not in other.definition for other in TERMS)


def test_a_term_without_its_three_names_is_found():
    entry = "```{glossary}\nstride\n    How far a window moves.\n\n    {}\n```\n"
    (term,) = vocabulary.read(entry.replace("{}", "*es* paso · *it* passo · *zh* 步幅"))
    assert (term.es, term.it, term.zh, term.chapter) == ("paso", "passo", "步幅", None)
    for line in ("*es* paso · *it* passo", "*es* paso · *zh* 步幅 · *it* passo", "Or more."):
        with pytest.raises(ValueError, match="stride: no definition with"):
            vocabulary.read(entry.replace("{}", line))
