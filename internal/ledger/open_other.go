//go:build !unix

package ledger

// openFlags are for every file of the state folder. Making a link takes a
// privilege here.
const openFlags = 0
