"""How the bundle for office PCs is made: pinned inputs → a tree of files → one zip."""
