"""Exports of survey tools into responses: bytes -> cells of text -> named columns -> answers."""
