"""What stands in the blogs of the demo company; see `microblog.blogs.demo`."""

# title, person, team, who begins it, hue, who else writes there, purpose, text
BLOGS = [
    ("From the warehouse floor up", "clara", "", "clara", 2, "priya", "What I see, what worries me, and what I decided. Every Friday, in my own words.", ""),
    ("Back on the shelf", "", "Returns", "luis", 5, "", "How a parcel that comes back is ready for the next customer, and what we learn from it.", "Written by whoever stood at the table that week."),
]  # fmt: skip

# blog, days ago, author, title, summary, tags, text
POSTS = [
    ("From the warehouse floor up", 23, "clara", "Why I walk the floor on Tuesdays", "A number told me we were fine. Theo’s feet told me otherwise.", "returns porto", """\
On Tuesdays I am in Porto at six, before the first van. I carry no laptop. People ask whether I check on them. I do not: I check on me.

In September a report said that a return takes nine minutes. It did not say that four of these nine are walking. **Theo, our newest colleague, asked why the printer stands at the other end of the hall.** Nobody knew. It had always stood there.

We moved it. That is the whole project.

## What I take from it

A number that looks good ends the conversation. A question from somebody who is new begins one. If you have been here for less than a year, please write to me what makes no sense to you. I answer every one.
"""),
    ("From the warehouse floor up", 16, "clara", "What the late shift taught me about waiting", "I answered the phone for two evenings. Most calls are one question.", "phone billing", """\
Ines let me sit beside Tom for two evenings. I took thirty-eight calls. Twenty-six were the same question in different words: *where is my money?*

The money was on its way each time. We only had not said so.

From January the mail about a return names the day on which the money arrives, not the number of days. Tom wrote the sentence. It has twelve words; the old one had forty.

> You have sent it back. Your money arrives by Friday, 15 January.

I also learned that I talk too fast on the phone. Thank you, Tom, for the note with the turtle.
"""),
    ("From the warehouse floor up", 9, "clara", "A plan I have given up", "We do not open a second warehouse next year. Here is why, and what we do instead.", "porto plans", """\
In spring I told you that we would rent a hall in Leipzig. I was sure. I am not any more, and I would rather say so myself than let you hear it at lunch.

Sam and Luís counted with me. Half of the space in Porto holds things that wait for a decision. If we decide on the day a parcel arrives, we need no second hall before 2029.

## What this means

- Nobody moves, and nobody has to.
- The money goes into six tables, light that does not tire the eyes, and two people for the afternoon.
- Hanna and Theo try the new order of boxes from Monday. Ask them how it goes, not me.

I was wrong about the hall, and right to ask you to doubt it. Please go on.
"""),
    ("Back on the shelf", 20, "luis", "We moved the printer", "Forty walks a day fewer, and nine minutes have become four.", "returns porto", """\
It stood at gate 4 because the cable was there. Now it stands between the tables, and the cable is longer. It cost 31 €.

| | Before | Now |
| --- | --- | --- |
| Walks to the printer, a day | 40 | 3 |
| Scan to shelf | 9 min | 4 min |

The three walks left are to the coffee machine, which is next to the old place. We keep those.
"""),
    ("Back on the shelf", 12, "hanna", "The blue blanket, solved", "One label ends four returns of ten.", "returns suppliers", """\
Four of ten blue blankets came back as “wrong size”. I laid ten of them on the floor. Six were the right size and felt small, because they are folded in thirds.

The supplier prints the size on the inner label now, and we fold in halves. Since last Monday one has come back, and that one was wet.
"""),
    ("Back on the shelf", 4, "theo", "My first full week at the table", "What I put into the wrong box, so that you need not.", "returns newcomers", """\
Monday: everything into green. Luís was very calm.

Tuesday: everything into yellow, to be safe. Hanna was less calm.

By Thursday I had it. **Look at the label first, then at the thing, and never at the customer’s note before both.** The note tells you what to see, and then you see it.

My page about it: ask me, I will show you. It takes four minutes.
"""),
]  # fmt: skip

# blog, who prepared it, days until it is to go out, title, summary, tags, text
WAITING = (
    "From the warehouse floor up", "priya", 3, "Eight weeks of talking in the open", "What we said we would try in autumn, and whether it was worth it.", "company", """\
Eight weeks ago I asked you to be clumsy here. You were, and it was the best thing that happened to us this year.

Questions that used to sit in one inbox have had an answer in eleven minutes, most of the time from somebody I would not have asked.

What I missed: I still hear of problems too late when they are mine. Please tell me in the open. I can take it.
""",
)  # fmt: skip

#: What many have opened, to show how that is told: department, how many work there, how many came on each day since.
REACHED = "Why I walk the floor on Tuesdays"
READERS = [
    ("Logistics", 34, (9, 5, 3, 2, 0, 0, 1, 2, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1)),
    ("Customer care", 21, (6, 4, 1, 1, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 1)),
    ("Platform", 7, (2, 1, 1, 0, 0, 0, 0, 1)),
    ("Purchasing", 4, (1, 1, 0, 0, 0, 0, 0, 1)),
    ("Finance", 3, (0, 1, 0, 1)),
    ("People", 2, (1, 0, 0, 0, 0, 0, 0, 0, 0, 1)),
]  # fmt: skip
