"""Writes that touch several models; each is atomic."""
