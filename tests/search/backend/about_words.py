"""What finds what."""

from django.test import SimpleTestCase
from modelsearch.query import MATCH_ALL, And, Boost, Fuzzy, Or, Phrase, PlainText

from search.backends.whoosh import analyse

from .papers.models import Paper
from .room import Room, paper


class Words(Room):
    def test_a_word_is_found_in_its_other_forms(self):
        self.write("Running a printer", "A walk in the park")
        assert self.found("runs") == self.found("run") == ["Running a printer"]

    def test_accents_and_capitals_make_no_difference_either_way(self):
        self.write("Réunion à Besançon", "CAFE", "Tea")
        assert self.found("reunion besancon") == ["Réunion à Besançon"]
        assert self.found("café") == self.found("cafe\u0301") == ["CAFE"]

    def test_a_product_code_is_found_whole_and_by_its_parts_but_not_by_another_code(self):
        self.write("Ticket PRJ-2041 is closed", "Ticket PRJ-2042 is open", "2041 sheep")
        assert self.found("PRJ-2041") == self.found("prj-2041") == ["Ticket PRJ-2041 is closed"]
        assert sorted(self.found("2041")) == ["2041 sheep", "Ticket PRJ-2041 is closed"]
        assert len(self.found("prj")) == 2

    def test_versions_addresses_and_languages_stay_whole(self):
        self.write("Release v2.3.1", "Release v2.3.10", "Host 10.0.0.1", "Host 10.0.0.11", "C++ for all", "Vitamin C")
        assert self.found("v2.3.1") == ["Release v2.3.1"]
        assert self.found("10.0.0.1") == ["Host 10.0.0.1"]
        assert self.found("c++") == ["C++ for all"]
        assert sorted(self.found("c")) == ["C++ for all", "Vitamin C"]

    def test_a_word_in_the_title_counts_more_than_in_the_text(self):
        self.write(paper("Lunch", text="The invoice of the printer"), paper("Invoice", text="The lunch of the printer"))
        assert self.found("invoice") == ["Invoice", "Lunch"]

    def test_a_rare_word_counts_more_than_a_frequent_one(self):
        self.write(*[f"Printer {number}" for number in range(20)], "Scanner")
        assert self.found("printer scanner", operator="or")[0] == "Scanner"

    def test_little_words_are_not_asked_for_beside_others_and_found_alone(self):
        self.write("Printer on fire", "To be or not to be")
        assert self.found("the printer") == ["Printer on fire"]
        assert self.found("to be or not to be") == ["To be or not to be"]

    def test_a_phrase_wants_its_words_side_by_side_in_one_field(self):
        self.write(
            paper("Rust programming"),
            paper("Programming rust"),
            paper("Old rust", text="programming is something else"),
        )
        assert self.found(Phrase("rust programming")) == ["Rust programming"]
        assert len(self.found("rust programming")) == 3

    def test_a_phrase_goes_through_a_code(self):
        self.write("We closed PRJ-2041 today", "Today we closed PRJ-2041")
        assert self.found(Phrase("PRJ-2041 today")) == ["We closed PRJ-2041 today"]

    def test_a_search_may_be_limited_to_a_field(self):
        self.write(paper("Printer"), paper("Scanner", text="not a printer"))
        assert self.found("printer", fields=["title"]) == ["Printer"]
        assert len(self.found("printer")) == 2
        assert self.found(Phrase("a printer"), fields=["title"]) == []

    def test_queries_are_put_together(self):
        self.write("red car", "red bus", "blue car", "blue bus")
        red, car = PlainText("red"), PlainText("car")
        assert self.found(And([red, car])) == ["red car"]
        assert sorted(self.found(Or([red, car]))) == ["blue car", "red bus", "red car"]
        assert sorted(self.found(~red)) == ["blue bus", "blue car"]
        assert self.found(red & ~car) == ["red bus"]
        assert sorted(self.found(~(red & car))) == ["blue bus", "blue car", "red bus"]
        assert self.found(Or([red, Boost(PlainText("blue car"), 9)]))[0] == "blue car"
        assert len(self.found(MATCH_ALL)) == 4

    def test_nothing_typed_is_an_order(self):
        self.write("a star", "zebra", "title")
        for typed in ("w*", "[a TO z]", "title:x", "a OR b AND", '"', "\\", "(((", "~~~", "^", "\x00", "*" * 5000):
            self.search(typed).hits(10)
        assert self.found("ze*") == []
        assert self.found("zebra*") == ["zebra"]

    def test_a_very_long_question_is_cut(self):
        self.write("needle " + "hay " * 40, "noise")
        words = " ".join(f"word{number}" for number in range(10_000))
        assert self.found("needle " + words, operator="or") == ["needle " + "hay " * 40]
        assert self.found(words + " needle", operator="or") == []
        self.write("x" * 200)
        assert self.found("x" * 300) == ["x" * 200]  # terms are cut, too

    def test_of_an_endless_text_the_beginning_is_found_and_it_stays_in_its_field(self):
        self.write(paper("Endless", text="filler-" * 60_000 + " needle"), paper("Short", text="needle"))
        assert self.found("filler") == ["Endless"]
        assert self.found("needle") == ["Short"]
        assert self.found("filler", fields=["title"]) == []

    def test_no_words_find_nothing(self):
        self.write("anything")
        assert self.found("") == self.found("   ") == self.found("?!") == self.completed(" - ") == []


class Typos(Room):
    def test_a_short_word_may_have_one_wrong_letter_and_a_long_one_two(self):
        self.write("printer", "conference", "noise")
        assert self.found(Fuzzy("pinter")) == self.found(Fuzzy("pritner")) == ["printer"]
        assert self.found(Fuzzy("confernece")) == self.found(Fuzzy("conferrense")) == ["conference"]
        assert self.found(Fuzzy("pintar")) == []

    def test_the_right_word_comes_before_the_similar_one(self):
        self.write("planet", "planer", *["planer"] * 5)
        assert self.found(Fuzzy("planet"))[0] == "planet"

    def test_the_first_letter_is_trusted_and_short_words_and_codes_are_as_they_are(self):
        self.write("printer", "cat", "PRJ-2041")
        assert self.found(Fuzzy("rinter")) == []
        assert self.found(Fuzzy("car")) == []
        assert self.found(Fuzzy("PRJ-2042")) == []

    def test_all_words_may_be_wanted(self):
        self.write("printer invoice", "printer", "invoice")
        assert self.found(Fuzzy("pinter invioce", operator="and")) == ["printer invoice"]
        assert len(self.found(Fuzzy("pinter invioce"))) == 3


class Beginnings(Room):
    def test_the_beginnings_of_words_in_titles_are_enough(self):
        self.write(paper("Printer invoice"), paper("Reprint"), paper("Lunch", text="printer"))
        for typed in ("p", "pr", "print", "printe", "printer", "prin inv", "invo prin"):
            assert self.completed(typed) == ["Printer invoice"], typed

    def test_words_are_not_brought_to_their_stem(self):
        self.write("Learning Python")
        assert self.completed("learni") == ["Learning Python"]

    def test_what_begins_with_it_comes_first(self):
        self.write("About printers", "Printers")
        assert self.completed("pri") == self.completed("printer") == ["Printers", "About printers"]

    def test_a_code_is_completed(self):
        self.write("Poseidon-1234ABC", "Poseidon-99")
        assert self.completed("poseidon-1234") == ["Poseidon-1234ABC"]
        assert len(self.completed("poseidon-")) == 2

    def test_fields_may_be_named(self):
        self.write("Printer")
        assert self.completed("print", fields=["title"]) == self.completed("printe", fields=["title"]) == ["Printer"]


class Analysis(SimpleTestCase):
    def test_it_needs_no_index_and_tells_where_each_term_stands(self):
        text = "Zoë's PRJ-2041 is running"
        assert [(term, text[start:end]) for term, start, end in analyse(text)] == [
            ("zoe", "Zoë"),
            ("prj-2041", "PRJ-2041"),
            ("prj", "PRJ"),
            ("2041", "2041"),
            ("is", "is"),
            ("run", "running"),
        ]

    def test_each_language_has_its_stems(self):
        def stem(word, language):
            return analyse(word, language)[0][0]

        assert stem("Häuser", "de") == stem("hauser", "de")
        assert stem("continuellement", "fr") == stem("continuelles", "fr")
        assert stem("anything", "tlh") == "anything"  # a language without a stemmer

    def test_it_takes_its_time_in_proportion_to_the_text(self):
        assert len(analyse("ab-" * 100_000)) <= 200_000
        assert analyse("+" * 100_000) == []


class Paths(Room):
    def test_another_language_is_another_index(self):
        self.write("Häuser")
        other = type(self.backend)({"PATH": self.folder, "LANGUAGE": "de"})
        assert other.get_index_for_model(Paper).contents.fingerprint != self.index.contents.fingerprint
