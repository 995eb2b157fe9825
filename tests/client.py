"""The clients that tests look through: those of `bin/chaos`."""

from server.chaos.client import WITHIN, Client, Frame, Http

__all__ = ["WITHIN", "Client", "Frame", "Http"]
