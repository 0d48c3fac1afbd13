"""The explorer: a static site in which everything in a package can be seen, searched, filtered, cited and checked.

``writing.py`` writes it, ``pages.py`` is the one list of its pages. What a page shows is made of values here and laid
out by a template in ``templates/``; the scripts in ``assets/`` make lists, the map and the search alive, and every page
can be read without them.
"""
