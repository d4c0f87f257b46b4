package prompts

// Topic says what a built-in prompt is about, and so whom it is for.
type Topic string

// The topics. The groups are those of the library: feelings, looking back,
// talking, trust, looking after oneself, the places and hours of a day, beginning
// again, and the questions that people ask.
const (
	Emotions Topic = "emotions"
	Urge     Topic = "urge"
	Missing  Topic = "missing"
	Support  Topic = "support"

	Issues   Topic = "issues"
	OwnPart  Topic = "own-part"
	Growth   Topic = "growth"
	Patterns Topic = "patterns"

	Listening   Topic = "listening"
	IStatements Topic = "i-statements"
	Boundaries  Topic = "boundaries"
	TheirLimits Topic = "their-limits"

	Apology     Topic = "apology"
	SafeSpace   Topic = "safe-space"
	Consistency Topic = "consistency"

	Goals        Topic = "goals"
	SelfCare     Topic = "self-care"
	Hobbies      Topic = "hobbies"
	Affirmations Topic = "affirmations"

	Sleep       Topic = "sleep"
	Food        Topic = "food"
	Movement    Topic = "movement"
	Friends     Topic = "friends"
	Money       Topic = "money"
	Home        Topic = "home" // a flat, a room, wherever one lives
	Phone       Topic = "phone"
	SocialMedia Topic = "social-media"
	Mornings    Topic = "mornings"
	Evenings    Topic = "evenings"
	Weekends    Topic = "weekends" // free days, whichever they are

	FirstContact    Topic = "first-contact"
	TimeTogether    Topic = "time-together"
	GenuineInterest Topic = "genuine-interest"

	HowLong         Topic = "how-long"
	MovedOn         Topic = "moved-on"
	StillCare       Topic = "still-care"
	ShouldApologise Topic = "should-apologise"
	NoAnswer        Topic = "no-answer"
	CanItWork       Topic = "can-it-work"
)

// suits reports whether a topic may be spoken of at all: under an order nothing
// leads towards the other person; to somebody who left harm behind nothing
// speaks of their own part in it, of apology, or of missing anybody; and only
// who hopes for it, or has not decided, hears of beginning again.
func (t Topic) suits(order bool, intention string) bool {
	safe := intention == "safe"
	switch t {
	case FirstContact, TimeTogether, GenuineInterest:
		return !order && intention == "reconnect"
	case Apology, HowLong, MovedOn, StillCare, ShouldApologise, NoAnswer:
		return !order && !safe
	case CanItWork:
		return !order && (intention == "reconnect" || intention == "undecided")
	case Urge, Missing, Issues, OwnPart, Patterns, TheirLimits:
		return !safe
	}
	return true
}

// light reports whether a text of the topic asks for little and looks after
// the reader: what the day after a hard one is for.
func (t Topic) light() bool {
	switch t {
	case SelfCare, Support, "sleep", "food", "movement", "friends", "mornings", "evenings":
		return true
	}
	return false
}
