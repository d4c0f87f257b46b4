package doctor

import (
	"errors"

	"daybreak/internal/report"
	"daybreak/internal/service"
)

// Service says whether what starts the reminders with a login is there, runs,
// and runs this program; st and err are what service.Query said.
func Service(st service.Status, err error) report.Check {
	const again = "daybreak service install mends it"
	var known *service.HintError
	switch {
	case errors.As(err, &known):
		return unknown("Whether the service is installed cannot be told: its manager cannot be asked here.", known.Hint)
	case err != nil:
		return unknown("Whether the service is installed cannot be told: its manager gives no good answer.", "daybreak service status shows what it says")
	case !st.Installed:
		return warn("No service is installed, so reminders end with the terminal or the login that they were started in.",
			"daybreak service install")
	case !st.Active:
		return wrong("The service is installed and does not run: "+st.State+".", "daybreak service logs shows why; daybreak service install starts it")
	case !st.Enabled:
		return warn("The service runs, and does not start with your next login.", again)
	case st.Elsewhere:
		return warn("The service starts another program than this one.", again)
	case st.Outdated:
		return warn("The service still runs the program from before an update.", "systemctl --user restart daybreak")
	}
	return fine("The service is installed and runs, and it is this program.")
}
