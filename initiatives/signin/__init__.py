"""How editors sign in: django-allauth with our limits, rules for passwords, second factor and log."""
