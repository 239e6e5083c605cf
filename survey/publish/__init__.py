"""What leaves the house: figures through one disclosure gate, then workbook, deck, page and words, as bytes."""
