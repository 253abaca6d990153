"""Reads a chart back as XML, so that tests see what a browser would see."""

import re
from xml.etree import ElementTree

HOSTILE = "\"><script>alert(1)</script>&'"


def parsed(markup):
    """Parse a chart as XML and check what no chart may contain."""
    content = str(markup)
    assert "nan" not in re.sub(r">[^<]*<|\"[^\"]*[a-z]{2}[^\"]*\"", "", content).lower()
    assert not re.search(r"[\"\s,M](nan|-?inf)[\"\s,]", content)
    root = ElementTree.fromstring(f"<html>{content}</html>")
    for node in root.iter():
        assert not local(node).startswith("script")
        assert not {name for name in node.attrib if name == "style" or name.startswith("on")}
    return root


def local(node):
    """Give an element's name without its namespace."""
    return node.tag.rsplit("}", 1)[-1]


def find(root, name, css_class=None):
    """Give all elements of a name, and of a class when one is given."""
    return [
        node
        for node in root.iter()
        if local(node) == name and (css_class is None or css_class in node.get("class", "").split())
    ]


def words(root):
    """Give all text of a chart."""
    return " ".join("".join(root.itertext()).split())


def assert_named(root):
    """Check that every drawing has a title and a description it is labelled by."""
    drawings = find(root, "svg", "chart")
    assert drawings
    for drawing in drawings:
        ids = drawing.get("aria-labelledby").split()
        named = {node.get("id"): local(node) for node in drawing if node.get("id")}
        assert [named[identifier] for identifier in ids] == ["title", "desc"]
    every_id = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(every_id) == len(set(every_id))
