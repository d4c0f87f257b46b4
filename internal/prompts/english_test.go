package prompts

// read reads a file of the English words.
func read[T any](name string) (T, error) { return readIn[T](english, name) }

func messages() messageFile { return Context{}.messages() }
