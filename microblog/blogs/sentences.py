"""How the trail reads for blogs."""

SENTENCES = {
    "blog.published": "{by} published the blog {about}",
    "blog.changed": "{by} changed the blog {about}",
    "blog.writers": "{by} said who writes in the blog {about}",
    "blogpost.submitted": "{by} asked for {about} to be read",
    "blogpost.approved": "{by} approved {about}",
    "blogpost.sent_back": "{by} sent {about} back",
    "blogpost.scheduled": "{by} said when {about} goes out",
    "blogpost.unscheduled": "{by} stopped {about} from going out",
    "blogpost.released": "{by} published {about}, written by {authors}",
    "blogpost.credited": "{by} said that {about} was written by {authors}",
    "blogpost.withdrawn": "{by} withdrew {about}",
    "blog.imported": "{by} brought posts into the blog {about}",
    "feedkey.made": "{by} made addresses for the feeds of {about}",
    "feedkey.revoked": "{by} revoked the addresses for the feeds of {about}",
    "blogpost.cover": "{by} changed the cover of {about}",
    "question.asked": "{by} asked {about}",
    "question.answered": "{by} answered {about}",
    "question.answer_changed": "{by} changed the answer to {about}",
    "question.taken_back": "{by} took back {about}",
}
