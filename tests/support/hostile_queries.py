"""What people who mean ill, or a cat on the keyboard, type into the box: each is answered, and soon."""

TYPED = [
    "*", "a*", "w* OR a*", "[a TO z]", "((((a))))", "(" * 200, '"', '"refund', '\\"', "\\", "\0", "a\0b", "''''",
    "-", "--", "-refund", "kind:update -refund", "by:maya -refund -card", 'by:maya -"!!!"', "-by:maya", "by:", "by:-",
    "team:", "tag:#", "kind:nothing", "before:0000", "before:9999-99-99", "after:9999-12-31", "after:0001", ":", "::a",
    "a:b:c", "NEAR(a b)", "title:a", "AND", "NOT", "OR", "refund AND", "^refund", "refund~2", "{a}", "%", "_", "👍",
    "مرحبا", "日本語", "\u202e", "a " * 24, "é" * 300, "' OR 1=1 --", "<script>", "{{ 7 }}", "%00", "\n\r\t",
    "by:maya " * 20, '"a b" ' * 100, "-a " * 100, "word " * 150, "w* " * 150, "aaaaaaaa " * 100, "(a " * 150,
    "refnud crad " * 70, " ".join(["a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v"] * 22), "hello " + "-w " * 148,
    '-"a b" ' * 140, "word " * 75 + '"a b" ' * 20 + "-c " * 50,
    "by:a tag:a team:a kind:a is:verified before:2030 after:2000 a",
]  # fmt: skip

#: What is refused with a sentence.
LONG = ["x" * 2**20, "word " * 10_000, "(" * 5_000 + ")" * 5_000, '"' * 5_000, "by:maya tag:refunds " * 30]
