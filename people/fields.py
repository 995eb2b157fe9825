"""What fields about people mean; see `protocol.fields`."""

from protocol.fields import Fields

FIELDS: Fields = {
    "person": "A person.",
    "people": "The people.",
    "handle": "The name in addresses and mentions, without the `@`.",
    "name": "The name that is shown.",
    "avatar": "The address of their picture, an SVG, below the installation's own origin.",
    "is_host": "Whether they host sessions.",
    "is_model": "Whether they pose as a model.",
    "about": "What they say about themselves; empty: nothing.",
    "model": ("What they offer as a model.", "Null: they are none."),
    "host_rating": (
        "The mean of the stars that models gave them as a host, 1 to 5.",
        "Null: nobody has yet.",
    ),
    "pose_styles": "The kinds of poses that the model offers.",
    "experience": "How much the model has: `new`, `some` or `experienced`; empty: not said.",
    "languages": "The languages that the model speaks, by their codes in ISO 639-1.",
    "email": "My address, to sign in with and to get mails at.",
    "email_confirmed": "Whether I have confirmed `email`. Until then much is closed to me.",
    "language": "The language in which the server speaks to me, by its code in ISO 639-1.",
    "shows_typing": "Whether others see that I am writing, and I that they are.",
    "shows_presence": "Whether others see that I am here, and I that they are.",
    "shows_receipts": "Whether others see how far I have read, and I how far they have.",
    "kind": "`session` is a browser, `token` a program with an API token.",
    "last_used_at": ("When it was last used.", "Null: it never was."),
    "expires_at": ("When it ends by itself.", "Null: it does not."),
    "scopes": "What a token may do: `read`, `talk` (write and answer), `decide` (agree, book).",
    "verbs": "Single verbs that a token may use besides its `scopes`.",
    "sign_ins": "Where I am signed in, and my API tokens.",
    "search": "How words of name or handle begin; empty: everybody.",
    "role": "Only hosts, or only models; absent: both.",
    "current": "It is the sign-in of this request.",
}
