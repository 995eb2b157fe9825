"""The edge of `web`: daphne and uvicorn with bounds on what a connection may cost.

Both take a request apart before the application is asked, so what is asked about bytes, time and
numbers of connections stands here; the same bounds for both.
"""
