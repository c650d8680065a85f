"""How pages usually begin: a how-to, a policy, an answer. In Markdown, as somebody without scripts would write it."""

HOW_TO = """\
Who this is for, and what they have when it is done.

## What you need

- Access to …

## Step by step

1. First …
2. Then …
3. At last …

## When it does not work

What usually goes wrong, and whom to ask.
"""

POLICY = """\
The rule in one sentence.

## For whom it holds

Everybody who …

## What is allowed, and what is not

| You may | You may not |
| --- | --- |
| … | … |

## Exceptions

Who decides, and how long it takes.

## Since when

What changed, and why.
"""

ANSWER = """\
The answer in full: what to do, and why it is so.

## For example

What a customer asked, and what we said.

## See also

Pages with more.
"""

#: By the word in the address: the name, and the text.
PATTERNS: dict[str, tuple[str, str]] = {
    "how-to": ("How-to", HOW_TO),
    "policy": ("Policy", POLICY),
    "faq": ("Question and answer", ANSWER),
}
