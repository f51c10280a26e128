# Sphinx 5.3 (Debian 12) to 8 (Debian 13).
project = "somnspice"
author = copyright = "the somnspice authors"
root_doc = "index"
extensions = ["myst_parser"]
myst_enable_extensions = []
myst_heading_anchors = 4  # links to headings, as on the pages where the repository is hosted
html_theme = "furo"
html_title = "somnspice"
html_show_sphinx = False
html_theme_options = {"navigation_with_keys": True}
# TOML and console blocks show values that a lexer of TOML 1.0 or of a shell does not know
suppress_warnings = ["misc.highlighting_failure"]
