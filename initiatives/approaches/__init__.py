"""An approach (aanpak): its initiatives side by side, for its page, documents and spreadsheet."""
