"""Pages, style sheets and pictures, held to the standards of the web by the Nu Html Checker."""
