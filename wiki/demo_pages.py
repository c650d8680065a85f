"""What stands in the wiki of the demo company; see `wiki.demo`."""

#: What was asked, and the title of what answers it for good.
ANSWERED = {"Up to how much may we refund without asking?": "What may I refund on my own?"}
#: What was asked, and who would like to have an article of it where others decide.
DRAFTED = ("Which network do visitors in Leeds use?", "hanna")

# title, under, by, hue, for this closed team alone, who writes there, summary, text
SECTIONS = [
    ("Customer care", "", "ines", 8, "", "", "What we tell customers, and how we put things right.", "Look here before you ask around, and improve what you find: a customer may wait while you read."),
    ("Billing", "Customer care", "ines", 4, "", "", "Invoices, payments, credit and refunds.", ""),
    ("Warehouse", "", "luis", 2, "", "", "From the doorbell to the shelf, and back to the van.", ""),
    ("IT help", "", "olu", 6, "", "Platform", "Accounts, computers and the network, for everybody.", "Written by Platform. Something missing? Say so under “This is wrong”."),
    ("Pay round", "", "noor", 11, "Pay review", "", "How we prepare the pay round.", "For the members of Pay review alone. Nothing here is decided yet."),
]  # fmt: skip

# section, title, short answer, owner, team, topic, tags, days until it is looked at again (None: never), helpful for,
# text; links name pages that stand further up
PAGES = [
    ("Warehouse", "How a return gets back to the shelf", "Scan, look, decide, shelve: at most two hours from the ramp to the shelf.", "luis", "Returns", "Returns", "returns porto", 60, "maya hanna theo", """\
## At the ramp

Scan the parcel before you open it. The customer gets a message by itself.

## At the table

| What you see | What you do |
| --- | --- |
| As new, with its label | Green box, back to the shelf |
| Without its label | Yellow box, Hanna decides |
| Worn or broken | Red box, and a photo to the case |

## Back on the shelf

Green boxes go out at 10:00 and 15:00. After that the item is in stock again, and the money is on its way.
"""),
    ("Billing", "What may I refund on my own?", "Private accounts up to 500 €, business accounts up to 2,000 €. Above that, ask your lead or Finance.", "sam", "", "Billing", "refunds limits", 71, "ines tom maya", """\
| Account | You may refund | Above that |
| --- | --- | --- |
| Private | up to 500 € | team lead |
| Business | up to 2,000 € | Finance, same day |

The limit is for one order. Two refunds for the same order count together.

> [!WARNING]
> Never refund to another card than the one that paid, whoever asks.

## When the customer is angry

Say what you can do today, and when somebody else will call. [[Complaints that reach the press]] go to Priya at once.
"""),
    ("Billing", "A customer paid twice: refund or credit?", "Keep it as credit, unless the customer asks for the money within 14 days. Then refund to the same card.", "tom", "Customer care", "Billing", "refunds invoices", 88, "ines maya sam hanna", """\
## How to do it

1. Open the invoice and check that both payments are *settled*, not only authorised.
2. Choose `Credit note` and link the second payment.
3. Send the template “Double payment, credit”. It says the balance and how to ask for a refund.

Mind [what you may refund on your own](page:“What may I refund on my own?”).

## When it is not a double payment

Two orders of the same minute look alike. Compare the order numbers before you write to anybody.
"""),
    ("Billing", "How does a business customer get a new invoice?", "Correct the address in the account, then choose Invoice again. Old invoices are never changed.", "ines", "Customer care", "Billing", "invoices", 9, "tom", """\
1. Open the account and choose **Addresses**.
2. Correct the invoice address. The delivery address stays.
3. Choose **Invoice again** on the order. The old one gets a cancellation with the same date.

> [!NOTE]
> The tax number must stand on the new invoice. Ask for it before you cancel the old one.
"""),
    ("Customer care", "How long do customers have to send something back?", "30 days from delivery, unworn and with the label. Winter coats until the end of January.", "maya", "Returns", "Returns", "returns", -6, "tom ines theo", """\
The clock starts when the parcel is delivered, not when it is ordered. The tracking page knows the day.

## What we never take back

- Pierced jewellery
- Opened cosmetics
- Anything made to measure

## What happens then

The parcel goes to Porto. See [how a return gets back to the shelf](page:“How a return gets back to the shelf”).
"""),
    ("Customer care", "How we write to customers", "Short, by name, and with the next step in the first sentence.", "ines", "Customer care", "", "writing", None, "tom maya", """\
## The order of a good answer

1. What happens next, and when.
2. Why it went wrong, in one sentence.
3. What we do so that it does not happen again, only if it is true.

> Dear Ms Silva, your new parcel leaves today and arrives on Thursday. The first one was lost at the depot; I am sorry.

## Words we do not use

“Unfortunately”, “as per our policy”, and any word that a customer would have to look up.
"""),
    ("Customer care", "Taking over the phone in the evening", "", "tom", "Customer care", "", "phone shifts", 40, "ines", """\
Who this is for: everybody on the late shift, from 18:00 to 21:00.

## What you need

- A headset, and the phone signed in as **Care 2**
- The page with [how we write to customers](page:“How we write to customers”), for what cannot wait for the morning

## Step by step

1. Ask the day shift for open cases. Write them down, do not trust the queue.
2. Turn the greeting to *Evening* at 18:00 sharp.
3. At 20:45, call back whoever waits. Nobody is left for tomorrow without a word.

When nothing works, call Olu. He prefers it to a long night: see [[Who is on call]].
"""),
    ("Warehouse", "When the scanner at gate 4 stops", "Hold both buttons for ten seconds. If it stays dark, take the one from gate 2.", "theo", "", "IT", "scanner porto", 26, "luis", """\
1. Hold both buttons for ten seconds, until it rings.
2. Wait for the green light. It takes a minute, and feels like five.
3. Scan any shelf label to see that it works.

Write the number of the scanner down when it happens twice a week, and give it to Jun.
"""),
    ("Warehouse", "What goes into the van first", "Heavy parcels at the bottom, the last stop at the front.", "luis", "", "", "loading", None, "", """\
- Nothing above the line on the wall, however much is left.
- Glass stands upright, with a red strap.
- The last stop of the tour goes in first.

> [!TIP]
> Théo has taken photos of a van that is loaded well. They hang beside gate 4.
"""),
    ("IT help", "I cannot sign in", "Most often it is the old password in the browser. Ask for a new link at the IT desk.", "olu", "Platform", "IT", "accounts passwords", 80, "theo noor hanna", """\
## Try this first

1. Type the password by hand. Browsers remember the old one.
2. Look at the keyboard: a German one swaps Y and Z.

## Then

Come to the desk, or call 4400. You get a link with which you choose a new password. It is good for one week and one use.

```text
https://northwind.example/welcome/…
```
"""),
    ("IT help", "Working from home: what you need", "A company laptop, the password manager, and a door that closes.", "jun", "Platform", "IT", "home network", 12, "maya sam", """\
## Before the first day

- Restart the laptop in the office once, so that it has all updates.
- Put the password manager on your phone, too.

## At home

The network at home is good enough. There is nothing to install; everything runs in the browser.

> [!IMPORTANT]
> Never print customer data at home. Not even for a minute.
"""),
    ("Pay round", "How the bands were made", "Three sources, one table, and two people who look at every line.", "noor", "Pay review", "", "pay", 50, "sam", """\
We compare with three surveys and take the middle. Sam checks the sums, Noor the titles.

## What is still open

- Bands for the warehouse, after the talk with Luís
- The date from which they hold
"""),
]  # fmt: skip
