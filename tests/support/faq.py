"""Articles that are made of questions, as people make them, look at them and let them out."""

from typing import Any

from django.test import Client
from django.urls import reverse

from microblog.actions import questions
from microblog.models import Update
from tests.factories import AnswerFactory
from wiki.models import Article

from .pages import Node, page


def faq_of(question: Update) -> str:
    return reverse("wiki:faq", args=[question.pk])


def draft_of(question: Update) -> Article:
    return Article.objects.get(origin__question=question)


def make(client: Client, question: Update) -> Article:
    """Press "Make this an FAQ"; the draft to which that leads."""
    response = client.post(faq_of(question))
    assert response.status_code == 302, page(response).text
    article = Article.objects.get(pk=int(response["Location"].strip("/").split("/")[-1]))
    assert response["Location"] == address(article)
    return article


def address(article: Article) -> str:
    return reverse("wiki:draft", args=[article.pk])


def fields(client: Client, article: Article) -> dict[str, str]:
    """What the form of a draft would send, as it is shown."""
    form = _form(client, article)
    said = {each.attrs["name"]: each.attrs.get("value", "") for each in form.all("input")}
    for select in form.all("select"):
        chosen = [each for each in select.all("option") if "selected" in each.attrs]
        said[select.attrs["name"]] = chosen[0].attrs["value"] if chosen else ""
    return said


def publish(client: Client, article: Article, **changed: Any) -> Any:
    """The button of the draft's page, pressed without scripts."""
    form = _form(client, article)
    return client.post(form.attrs["action"], fields(client, article) | changed)


def _form(client: Client, article: Article) -> Node:
    response = client.get(address(article))
    assert response.status_code == 200, response.status_code
    [form] = [
        each for each in page(response).first("main").all("form") if "publication" in each.attrs.get("action", "")
    ]
    return form


def accepted_answer(question: Update, author: Any, text: str) -> Update:
    """An answer that solved the question, as its asker said."""
    answer = AnswerFactory(root=question, author=author, text=text)
    questions.accept(by=question.author, answer=answer)
    return answer
