"""The fictional demo data: catalogue, parks, needs, accounts, and leads with a history."""

from matcher.services.demo.load import DemoLoad, is_empty, load_demo

__all__ = ["DemoLoad", "is_empty", "load_demo"]
