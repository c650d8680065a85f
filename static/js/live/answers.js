/**
 * The answers in a thread, `.thread[data-answers]`: what was said to one (`data-to` says to which) stands below it, and the
 * accepted one first. Votes change no order while somebody reads.
 */

/** After which article a new one belongs: what was said to an answer comes below it, an answer below all others. */
export function placeBefore(section, fresh) {
  if (!section.matches("[data-answers]")) return undefined;
  const articles = articlesIn(section);
  const answer = answerOf(fresh, section);
  return answer === fresh ? articles.at(-1) : articles.findLast((one) => answerOf(one, section) === answer);
}

/** The accepted answer, and what was said to it, if they do not stand first yet. */
export function outOfPlace(section) {
  const articles = articlesIn(section);
  const accepted = articles.find((one) => "accepted" in one.dataset);
  if (!accepted || accepted === articles[0]) return [];
  return articles.filter((one) => answerOf(one, section) === accepted);
}

/** The answer that an article stands below, or is. */
function answerOf(article, section) {
  const above = section.querySelector(`:scope > #update-${CSS.escape(article.dataset.to ?? "")}`);
  return above ? answerOf(above, section) : article;
}

function articlesIn(section) {
  return [...section.querySelectorAll(":scope > article[id]")];
}
