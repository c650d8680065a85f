"""How the trail reads for people and teams."""

SENTENCES = {
    "person.added": "{by} added {about}",
    "person.joined": "{about} opened an account",
    "person.edited": "{by} changed the profile of {about}",
    "person.standing": "{by} made {about} {role}, {state}",
    "person.linked": "{by} made a new sign-in link for {about}",
    "company.founded": "{by} set up {about}",
    "team.created": "{by} created the team {about}",
    "team.edited": "{by} changed the team {about}",
    "team.joined": "{by} joined {about}",
    "team.left": "{by} left {about}",
    "team.member_added": "{by} added {person} to {about}",
    "team.member_removed": "{by} removed {person} from {about}",
    "team.lead_changed": "{by} changed the lead of {about}: {person}",
    "topic.added": "{by} added the topic {about}",
    "topic.changed": "{by} changed the topic {about}",
    "topic.expert_named": "{by} named {person} an expert in {about}",
    "topic.expert_released": "{by} no longer names {person} an expert in {about}",
}
