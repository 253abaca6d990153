"""Cells of exports, as `data.cells` has them: the place where importers and exports look."""

from data.cells import neutralise_cell, restore_cell

__all__ = ["neutralise_cell", "restore_cell"]
