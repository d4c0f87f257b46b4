package doctor

import (
	"errors"

	"daybreak/internal/report"
	"daybreak/notify"
)

// Trial says what became of a test notification: err is what the channel said,
// seen what the user did, nil where nobody was asked.
func Trial(err error, seen *bool) report.Check {
	switch {
	case errors.Is(err, notify.ErrRefused):
		return wrong("A test notification was not taken.", "mend what the other checks found wrong, or see notify.channel in the config")
	case err != nil:
		return wrong("A test notification was sent, and no answer came.", "restart the notification server, or log out and in again")
	case seen == nil:
		return fine("A test notification was taken; whether it was seen only you can tell.")
	case !*seen:
		return wrong("A test notification was taken, and you did not see it.",
			"see do-not-disturb, and what your desktop's settings say of notifications of Daybreak; notify.channel: beeep in the config is another way")
	}
	return fine("A test notification was taken, and you saw it.")
}
