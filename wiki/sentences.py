"""How the trail reads for the wiki."""

SENTENCES = {
    "section.published": "{by} published the section {about}",
    "section.moved": "{by} moved the section {about} under {under}",
    "section.withdrawn": "{by} took out the section {about}",
    "section.brought_back": "{by} brought back the section {about}",
    "section.given": "{by} gave the section {about} to {team}",
    "section.publishers": "{by} said who may write in {about}",
    "article.published": "{by} published {about}",
    "article.moved": "{by} moved {about} under {under}",
    "article.withdrawn": "{by} took out {about}",
    "article.brought_back": "{by} brought back {about}",
    "article.verified": "{by} checked {about}",
    "article.entrusted": "{by} put {about} into the hands of {owner}",
    "article.objected": "{by} objected to {about}",
    "article.objection_settled": "{by} settled an objection to {about}",
}
