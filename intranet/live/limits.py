"""What one socket may do. Beyond a limit it is closed, with a code that tells the browser what to do next."""

# --- Codes -------------------------------------------------------------------------------------
SIGNED_OUT = 4001  # signed out, deactivated, or another password: do not come back before signing in
TOO_SLOW = 4002  # did not acknowledge, or said nothing for long: come back, and catch up
TOO_MUCH = 4003  # more messages, streams or sockets than anybody needs: come back when somebody looks at the page
TROUBLE = 4005  # ours: come back a little later
NOT_UNDERSTOOD = 4004  # not the language of this socket: come back when the page is loaded anew

# --- What a browser may say --------------------------------------------------------------------
MESSAGE_BYTES = 16_384  # Daphne closes the socket before it has read more
STREAMS = 500  # of one socket: a person may be in many closed teams
STREAM_LENGTH = 60  # characters, as in the log
BURST, PER_SECOND = 20, 2  # messages: so many at once, and so many a second in the long run

BYTES_AT_ONCE, BYTES_PER_SECOND = 32_768, 4_096  # of all kinds of frames; beyond them we hang up without a word

# --- What it must say --------------------------------------------------------------------------
SILENCE = 75  # seconds; a browser says at least every 30 that it is there
UNACKNOWLEDGED_SECONDS = 30  # a browser acknowledges within ten
UNACKNOWLEDGED_BYTES = 4 * 1024 * 1024
WAITING_BYTES = 1024 * 1024  # Daphne's send has no back-pressure; what is not read waits in our memory

# --- How much is sent again --------------------------------------------------------------------
MISSED = 200  # events; more than that, and the page fetches its regions over HTTP
