/* The one script of every page. Each element wraps HTML that works without it. */
import { tellOfErrors } from "./lib/errors.js";
import "./elements/attach.js";
import "./elements/clock.js";
import "./elements/complete.js";
import "./elements/composer.js";
import "./elements/copy.js";
import "./elements/desk.js";
import "./elements/feed.js";
import "./elements/find.js";
import "./elements/keys.js";
import "./elements/learn.js";
import "./elements/lightbox.js";
import "./elements/live.js";
import "./elements/menu.js";
import "./elements/message.js";
import "./elements/news.js";
import "./elements/offline.js";
import "./elements/photo.js";
import "./elements/questions.js";
import "./elements/reactions.js";
import "./elements/recent.js";
import "./elements/theme.js";
import "./elements/thread.js";
import "./elements/toc.js";
import "./elements/written.js";

tellOfErrors();
