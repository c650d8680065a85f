/* Times in milliseconds; where there are two, something between them, so that a thousand tabs do not speak at once. */
const ACK = [5_000, 10_000]; // after the first frame that was not acknowledged
const BEAT = [25_000, 30_000]; // after we said something last
const PATIENCE = 10_000; // for an answer
const PROBE = 3_000; // the same, after a sleep
const STALE = 30_000; // without a sign of life one asks before one trusts
const FIRST_TRY = [300, 1_000];
const LONGEST_TRY = 15_000;
const STEADY = 5_000; // a connection that held for so long was a good one
const LIMITED = [60_000, 90_000];
const REMEMBERED = 1_000; // ids

const SIGNED_OUT = 4001;
const TOO_MUCH = 4003;
const NOT_UNDERSTOOD = 4004;

/**
 * The one connection of a tab to the live feed; `intranet/live/__init__.py` says what is spoken on it.
 *
 * It comes back by itself and knows where it was: `mark` is the last event that this page has, so nothing is missed,
 * and an event that is told twice is passed on once. What happens is told to the document: `trellis:frame` (an event),
 * `trellis:reset` (too much was missed), `trellis:ended` ({streams} one may no longer hear) and `trellis:live` ({state}:
 * "open", "waiting" for the next try, "signed-out", or "limited").
 */
export class LiveSocket {
  constructor(address, { mark, signal }) {
    this.address = new URL(address, location.href);
    this.address.protocol = location.protocol.replace("http", "ws");
    this.mark = mark;
    this.seen = new Set();
    this.tries = 0;

    const on = (target, type, handler) => target.addEventListener(type, handler, { signal });
    on(window, "online", () => this.wake({ doubt: true }));
    on(window, "focus", () => this.wake());
    on(document, "visibilitychange", () => document.hidden || this.wake());
    on(window, "pageshow", (event) => event.persisted && this.wake());
    on(window, "pagehide", () => this.rest()); // an open connection would keep the page out of the back-forward cache
    signal.addEventListener("abort", () => this.rest());
  }

  /**
   * What this page wants to hear, instead of what it wanted before; it shows what happened up to `mark`, if not more.
   * When the page `isFresh`, it is asked again for what was not granted or has ended: there may be a right to it again.
   */
  listen(streams, mark = this.mark, { isFresh = false } = {}) {
    const wanted = [...new Set(streams)].sort();
    if (this.streams?.join() === wanted.join() && !(isFresh && this.lacks)) return;
    const isFirst = !this.streams;
    this.streams = wanted;
    if (mark < (this.floor ?? this.mark)) this.floor = mark;
    if (isFirst) this.connect();
    else if (this.isOpen) this.ask();
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  // Coming and going

  connect() {
    clearTimeout(this.retry);
    const socket = (this.socket = new WebSocket(this.address));
    const still = (handle) => (event) => this.socket === socket && handle.call(this, event);
    socket.addEventListener("open", still(this.opened));
    socket.addEventListener("message", still(this.received));
    socket.addEventListener("close", still(this.closed));
    socket.addEventListener("open", () => this.socket === socket || socket.close());
    this.wait(PATIENCE);
  }

  opened() {
    this.since = Date.now();
    this.unanswered = 0;
    this.ask();
  }

  closed({ code }) {
    const held = this.since && Date.now() - this.since > STEADY;
    this.letGo();
    this.tries = held ? 0 : this.tries;
    this.over = code === SIGNED_OUT || code === NOT_UNDERSTOOD;
    if (code === SIGNED_OUT) return this.is("signed-out");
    if (code === TOO_MUCH || this.over) this.is("limited");
    else this.is("waiting");
    if (this.over) return;
    const [least, most] = FIRST_TRY;
    const next = code === TOO_MUCH ? LIMITED : [least, Math.min(LONGEST_TRY, most * 2 ** this.tries++)];
    this.retry = setTimeout(() => this.connect(), between(...next));
  }

  /** Nobody answers. The browser itself would notice only after minutes. */
  dead() {
    const { socket, isOpen } = this;
    this.closed({});
    socket.close();
    if (isOpen) this.connect();
  }

  /** Somebody looks at the page again, or the network is back: no more waiting, and no trust in what may be dead. */
  wake({ doubt = false } = {}) {
    if (this.over || !this.streams) return;
    if (!this.socket) this.connect();
    else if (this.isOpen && (doubt || Date.now() - this.heard > STALE)) this.beat(PROBE);
  }

  rest() {
    const { socket, isOpen } = this;
    this.letGo();
    if (isOpen) socket.close();
  }

  letGo() {
    for (const timer of [this.retry, this.patience, this.silence, this.acking]) clearTimeout(timer);
    this.socket = this.acking = this.since = undefined;
  }

  is(state) {
    if (this.state !== state) tell("live", { state });
    this.state = state;
  }

  // What we say

  /** As long as an answer is due, a lost connection must take up where we asked from, not at the newest frame since. */
  ask() {
    this.floor ??= this.mark;
    this.unanswered += 1;
    this.lacks = false;
    this.say({ listen: this.streams, after: this.floor });
    this.wait(PATIENCE);
  }

  beat(patience = PATIENCE) {
    this.say({ beat: this.mark ?? 0 });
    this.wait(patience);
  }

  say(message) {
    this.socket.send(JSON.stringify(message));
    this.beatLater();
  }

  beatLater() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.beat(), between(...BEAT));
  }

  /** Any sign of life will do. In a tab behind others this fires late, so what counts is what was heard meanwhile. */
  wait(patience) {
    const asked = Date.now();
    clearTimeout(this.patience);
    this.patience = setTimeout(() => (this.heard ?? 0) < asked && this.dead(), patience);
  }

  // What we are told

  received({ data }) {
    this.heard = Date.now();
    const message = read(data);
    if (Number.isSafeInteger(message.id)) return this.frame(message);
    if (message.reset) {
      this.mark = this.floor = undefined; // it may be another log now, with smaller numbers
      this.seen.clear();
    }
    this.reach(message.mark ?? message.beat);
    if (message.reset) tell("reset");
    if (message.ended) {
      this.lacks = true;
      tell("ended", { streams: message.ended });
    }
    if (message.listening) {
      if (message.listening.length < this.streams.length) this.lacks = true;
      if (--this.unanswered < 1) this.floor = undefined;
      this.is("open");
    }
    // A timer that is set by a message is not slowed down behind other tabs; one that is set by a timer is.
    if ("beat" in message) this.beatLater();
  }

  frame(frame) {
    if (this.seen.has(frame.id)) return;
    this.seen.add(frame.id);
    if (this.seen.size > REMEMBERED) this.seen.delete(this.seen.values().next().value);
    this.reach(frame.id);
    this.acking ??= setTimeout(() => {
      this.acking = undefined;
      this.say({ ack: this.mark });
    }, between(...ACK));
    tell("frame", frame);
  }

  reach(mark) {
    if (Number.isSafeInteger(mark)) this.mark = Math.max(this.mark ?? 0, mark);
  }
}

function tell(what, detail) {
  document.dispatchEvent(new CustomEvent(`trellis:${what}`, { detail }));
}

function read(data) {
  try {
    return Object(JSON.parse(data));
  } catch {
    return {};
  }
}

function between(least, most) {
  return least + Math.random() * (most - least);
}
