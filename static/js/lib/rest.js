/** Milliseconds that results stand still, as one types, before they count as read, and their words as searched for. */
export const RESTED = 2_000;
