"""What people edited, looked over before it goes out: figures, bases, words, what is hidden. Nothing is changed."""
