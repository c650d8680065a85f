/* The script of the pages on which one writes. */
import "./writing/editor.js";
import "./writing/draft.js";
